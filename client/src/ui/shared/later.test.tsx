import { act, cleanup, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { later, laterPart } from "./later.tsx";

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

const lost = new TypeError("Failed to fetch dynamically imported module: /assets/reports-1.js");

test("in the place of a page whose code did not come stands that the line is away, until it comes by itself", async () => {
  let tries = 0;
  const Page = later(async () => {
    tries += 1;
    if (tries < 3) throw lost;
    return { default: () => <h1>here</h1> };
  });
  render(
    <>
      <nav>tabs</nav>
      <Draw Page={Page} />
    </>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("暂时连不上");
  expect(screen.getByRole("navigation")).toBeTruthy();
  await act(async () => screen.getByRole("button", { name: "再试一次" }).click());
  expect(tries).toBe(2);
  await act(async () => window.dispatchEvent(new Event("online")));
  expect(screen.getByRole("heading").textContent).toBe("here");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a small part has something else in its place meanwhile", async () => {
  let tries = 0;
  const Part = laterPart<{ day: string }>(
    async () => {
      tries += 1;
      if (tries < 2) throw lost;
      return { default: ({ day }) => <b>{day} with a calendar</b> };
    },
    ({ day }) => <i>{day}</i>,
  );
  render(
    <Suspense>
      <Part day="周三" />
    </Suspense>,
  );
  expect((await screen.findByText("周三")).tagName).toBe("I");
  await act(async () => window.dispatchEvent(new Event("online")));
  expect(screen.getByText("周三 with a calendar")).toBeTruthy();
});
