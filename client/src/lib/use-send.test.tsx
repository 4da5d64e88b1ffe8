import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Form } from "../ui/mobile/Form.tsx";
import { TextField } from "../ui/shared/Field.tsx";
import { ApiError } from "./api/api-error.ts";
import { setLiveState } from "./connection.ts";
import { setPrefs } from "./prefs.ts";
import { useSend } from "./use-send.ts";

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A form of two fields; each sending ends as the next of `ends` says. */
function show(...ends: unknown[]): void {
  const request = () => Promise.reject(ends.shift());
  function Example() {
    const [typed, setTyped] = useState({ name: "王", phone: "13" });
    const sending = useSend(request, () => undefined, typed);
    const field = (path: "name" | "phone", label: string) => (
      <TextField
        label={label}
        value={typed[path]}
        onChange={(value) => setTyped({ ...typed, [path]: value })}
        error={sending.fieldError(path)}
      />
    );
    return (
      <Form {...sending.form} onSubmit={() => sending.send(typed)}>
        {field("name", "姓名")}
        {field("phone", "手机号")}
        <button type="submit">保存</button>
      </Form>
    );
  }
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { mutations: { networkMode: "always" } } })}>
      <Example />
    </QueryClientProvider>,
  );
}
const send = () => fireEvent.click(screen.getByRole("button", { name: "保存" }));
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const isWrong = (label: string) => screen.getByLabelText(label).hasAttribute("aria-invalid");
const said = () => screen.queryByText(/有 \d 处|网络不通|密码不对|后再试/)?.textContent ?? "";

test("what was refused at a field goes when another thing stands there, is back with the old one, and the count follows", async () => {
  const fields = [
    { path: "name", code: "required" },
    { path: "phone", code: "phone" },
  ];
  show(new ApiError({ code: "invalid_input", fields }));
  send();
  await waitFor(() => expect(isWrong("姓名")).toBe(true));
  expect(isWrong("手机号")).toBe(true);
  type("姓名", "王秀兰");
  expect([isWrong("姓名"), isWrong("手机号")]).toEqual([false, true]);
  type("姓名", "王");
  expect(isWrong("姓名")).toBe(true);
  type("姓名", "王秀兰");
  type("手机号", "13800000000");
  expect(isWrong("手机号")).toBe(false);
  expect(said()).toBe("");
});

test("what was refused of all fields together goes with a change of any", async () => {
  show(new ApiError({ code: "wrong_credentials" }));
  send();
  await waitFor(() => expect(said()).not.toBe(""));
  type("手机号", "13800000000");
  expect(said()).toBe("");
});

test("that no answer came goes when line or server are back, and not before", async () => {
  show(new TypeError("Failed to fetch"));
  send();
  await waitFor(() => expect(said()).not.toBe(""));
  type("手机号", "13800000000");
  act(() => setLiveState("reconnecting"));
  expect(said()).not.toBe("");
  act(() => setLiveState("connected"));
  expect(said()).toBe("");
});

test("that somebody was too fast goes when the time is over", async () => {
  vi.useFakeTimers();
  show(new ApiError({ code: "rate_limited" }, 30));
  send();
  await act(() => vi.advanceTimersByTimeAsync(29_000));
  expect(said()).not.toBe("");
  await act(() => vi.advanceTimersByTimeAsync(2000));
  expect(said()).toBe("");
});
