import { beforeEach, expect, test, vi } from "vitest";

/** As a page that is opened anew: modules read their storage when they are loaded. */
async function open() {
  vi.resetModules();
  const { renderHook, act } = await import("@testing-library/react");
  const { turnPage, turnedOnce, usePageTurns } = await import("./page-turns.ts");
  const see = (page: string) => renderHook(() => usePageTurns(page)).result;
  return { act, see, turnPage, turnedOnce };
}
beforeEach(() => localStorage.clear());

test("a page stays turned when it is opened anew, others stand as they came", async () => {
  const first = await open();
  const [page, other] = [first.see("f1/1"), first.see("f1/2")];
  first.act(() => first.turnPage("f1/1", first.turnedOnce(page.current)));
  expect([page.current, other.current]).toEqual([1, 0]);
  const again = await open();
  expect([again.see("f1/1").current, again.see("f1/2").current]).toEqual([1, 0]);
});

test("four turns are none, and leave nothing behind", async () => {
  const { act, see, turnPage, turnedOnce } = await open();
  const page = see("f1/1");
  for (let turn = 0; turn < 4; turn++) act(() => turnPage("f1/1", turnedOnce(page.current)));
  expect(page.current).toBe(0);
  expect(localStorage.getItem("fuzhen.page-turns")).toBe("[]");
});

test("a device keeps five hundred of them", async () => {
  const { turnPage } = await open();
  for (let page = 0; page < 600; page++) turnPage(`f/${page}`, 2);
  const again = await open();
  expect([again.see("f/99").current, again.see("f/100").current, again.see("f/599").current]).toEqual([0, 2, 2]);
});

test.each(["", "{", "{}", "[1]", '[["f/1",7]]', '[["f/1"]]', "null"])(
  "what is not ours counts as nothing: %s",
  async (stored) => {
    localStorage.setItem("fuzhen.page-turns", stored);
    expect((await open()).see("f/1").current).toBe(0);
  },
);
