import { act, cleanup, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { later } from "./later.tsx";

afterEach(cleanup);

const Draw = ({ Page }: { Page: ReturnType<typeof later> }) => (
  <Suspense fallback={<p>waiting</p>}>
    <Page />
  </Suspense>
);

test("a page whose code is there is drawn at once, without the fallback", async () => {
  const Page = later(async () => ({ default: () => <h1>here</h1> }));
  await Page.load("/");
  render(<Draw Page={Page} />);
  expect(screen.getByRole("heading").textContent).toBe("here");
});

test("one whose code is on its way shows the fallback, and then keeps what it holds when it is drawn again", async () => {
  let come: () => void = () => undefined;
  const born = vi.fn(() => <h1>here</h1>);
  const Page = later(
    () => new Promise<{ default: () => React.ReactNode }>((resolve) => (come = () => resolve({ default: born }))),
  );
  const { rerender } = render(<Draw Page={Page} />);
  expect(screen.getByText("waiting")).toBeTruthy();
  await act(async () => come());
  const heading = screen.getByRole("heading");
  rerender(<Draw Page={Page} />);
  expect(screen.getByRole("heading")).toBe(heading);
});

test("a file that holds further pages brings the one at the address", async () => {
  const loadPage = vi.fn(async (_pathname: string) => undefined);
  const Tree = later(
    async () => ({ default: () => null, loadPage }),
    (tree, pathname) => tree.loadPage(pathname),
  );
  await Tree.load("/reports");
  expect(loadPage).toHaveBeenCalledWith("/reports");
});

test("code that does not come is said", async () => {
  await expect(later(() => Promise.reject(new TypeError("offline"))).load("/")).rejects.toThrow("offline");
});
