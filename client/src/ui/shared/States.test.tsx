import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ApiError } from "../../lib/api/api-error.ts";
import { BrowserRouter } from "../../lib/router/index.ts";
import { ErrorState } from "./States.tsx";

afterEach(cleanup);
const show = (error: unknown) =>
  render(
    <BrowserRouter>
      <ErrorState error={error} onRetry={() => undefined} />
    </BrowserRouter>,
  );

test.each([
  ["not_found", "没有找到"],
  ["forbidden", "没有权限"],
  ["invalid_input", "网址可能写错了"],
] as const)("what is %s says so and leads home: asking again would change nothing", (code, words) => {
  show(new ApiError({ code }));
  expect(screen.getByRole("alert").textContent).toContain(words);
  expect(screen.getByRole("link", { name: "回到首页" }).getAttribute("href")).toBe("/");
  expect(screen.queryByRole("button")).toBeNull();
});

test("a lost line can be tried again", () => {
  show(new TypeError("Failed to fetch"));
  expect(screen.getByRole("button", { name: "再试一次" })).toBeTruthy();
  expect(screen.queryByRole("link")).toBeNull();
});
