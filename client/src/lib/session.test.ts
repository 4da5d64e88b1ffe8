// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { draftKey, hasTyped, unstored, useDraft } from "./draft.ts";
import {
  clearSession,
  expireSession,
  getAccessToken,
  getSession,
  heedOtherTabs,
  onSignOut,
  requirePerson,
  setSession,
} from "./session.tsx";
import { signedIn } from "../testing/people.ts";
import { mayHaveSession, readTrace } from "./session-trace.ts";
import { typedElsewhere } from "./typed-flag.ts";

const A = "a".repeat(24);
const B = "b".repeat(24);
const draft = () => sessionStorage.getItem(draftKey("book"));
/** What another tab of this browser writes. */
const otherTab = (value: string) => localStorage.setItem("fuzhen.known", value);
const codeOf = (run: () => void) => {
  try {
    run();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

beforeEach(() => {
  clearSession();
  sessionStorage.clear();
  setSession({ accessToken: "one", me: signedIn(A) });
  sessionStorage.setItem(draftKey("book"), '{"disease":"IgA"}');
});

test("signing out leaves nothing behind", () => {
  const step = vi.fn();
  const off = onSignOut(step);
  clearSession();
  off();
  expect(getAccessToken()).toBeUndefined();
  expect(getSession()).toEqual({ status: "signed-out", end: "left" });
  expect(step.mock.calls).toEqual([["ended", A]]);
  expect(Object.keys(sessionStorage)).toEqual([]);
  expect([readTrace(), mayHaveSession()]).toEqual([{ personId: null, leftId: A }, false]);
});

test("an expired session keeps what the same person wrote", () => {
  expireSession();
  expect(getAccessToken()).toBeUndefined();
  expect(draft()).toBeNull();
  setSession({ accessToken: "two", me: signedIn(A) });
  expect(draft()).toContain("IgA");
});

test("another person at the same tab finds nothing of the first, who finds it again", () => {
  const step = vi.fn();
  const off = onSignOut(step);
  expireSession();
  setSession({ accessToken: "three", me: signedIn(B) });
  expect([draft(), hasTyped(B)]).toEqual([null, false]);
  sessionStorage.setItem(draftKey("book"), '{"disease":"SLE"}');
  clearSession();
  setSession({ accessToken: "four", me: signedIn(A) });
  off();
  expect(draft()).toContain("IgA");
  expect(step.mock.calls).toEqual([
    ["expired", A],
    ["taken-over", A],
    ["ended", B],
  ]);
});

test("a refresh for the same person does not redraw", () => {
  const before = getSession();
  setSession({ accessToken: "four", me: signedIn(A) });
  expect(getSession()).toBe(before);
  expect(getAccessToken()).toBe("four");
});

test("somebody else signs in in another tab: this page stops, keeps what was typed, and leaves their trace alone", () => {
  otherTab(B);
  heedOtherTabs();
  expect(getSession()).toEqual({ status: "signed-out", end: "other" });
  expect(getAccessToken()).toBeUndefined();
  expect(readTrace().personId).toBe(B);
  expect(hasTyped(A)).toBe(true);
  setSession({ accessToken: "again", me: signedIn(A) });
  expect(draft()).toContain("IgA");
});

test("signed out in another tab is signed out here; another person's leaving is not", () => {
  otherTab(`ended:${B}`);
  heedOtherTabs();
  expect(getSession().status).toBe("signed-in");
  otherTab(`ended:${A}`);
  heedOtherTabs();
  expect(getSession()).toEqual({ status: "signed-out", end: "left" });
  expect(hasTyped(A)).toBe(false);
});

test("what was begun by one person goes on for nobody else", () => {
  expect(codeOf(() => requirePerson(A))).toBeNull();
  expect(codeOf(() => requirePerson(undefined))).toBeNull();
  expect(codeOf(() => requirePerson(B))).toBe("other_person");
  // No event has told this tab yet: it looks for itself before it sends.
  otherTab(B);
  expect(codeOf(() => requirePerson(A))).toBe("other_person");
  expect(codeOf(() => requirePerson(A))).toBe("other_person");
  setSession({ accessToken: "two", me: signedIn(A) });
  expireSession("over");
  expect(codeOf(() => requirePerson(A))).toBe("unauthenticated");
});

test("a session that runs out takes no other person's trace with it", () => {
  otherTab(B);
  expireSession("over");
  expect(readTrace().personId).toBe(B);
});

test.each([
  ["book", { disease: "IgA" }, true],
  ["book", { disease: " ", requestKey: "k" }, false],
  ["book", { proofIds: ["r"] }, true],
  ["book", { proofIds: [], sent: true }, false],
  ["schedule.1", { version: 3, sessions: [] }, false],
  ["access-rules", { careAccessDays: 30 }, true],
  ["!break-glass", {}, false],
  ["~call.1", { day: "2026-12-01" }, false],
])("draft %s %o is something typed: %s", (name, value, expected) => {
  sessionStorage.clear();
  sessionStorage.setItem(draftKey(name), JSON.stringify(value));
  expect(hasTyped(A)).toBe(expected);
});

describe("what is typed in one tab of a browser and signed out of in another", () => {
  /** The mark of another tab, by the page that sets it. */
  const mark = (person: string) => `fuzhen.typed.${person}.another`;

  test("is known to the other tab, and only while it is there", () => {
    expect(typedElsewhere(A)).toBe(false);
    localStorage.setItem(mark(A), "1");
    expect([typedElsewhere(A), typedElsewhere(B)]).toEqual([true, false]);
    clearSession();
    expect(Object.keys(localStorage)).toEqual(["fuzhen.known"]);
  });

  test("a tab marks its own, takes the mark off when it was sent or goes, and never takes it for another's", () => {
    const { result } = renderHook(() => useDraft("add", { name: "" }));
    act(() => result.current.change({ name: "孙小宝" }));
    const marks = () => Object.keys(localStorage).filter((key) => key.startsWith(`fuzhen.typed.${A}.`));
    expect(marks()).toHaveLength(1);
    expect(typedElsewhere(A)).toBe(false);
    window.dispatchEvent(new Event("pagehide"));
    expect(marks()).toEqual([]);
    window.dispatchEvent(new Event("pageshow"));
    expect(marks()).toHaveLength(1);
    sessionStorage.removeItem(draftKey("book"));
    act(() => result.current.clear());
    expect(marks()).toEqual([]);
  });
});

describe("a draft that is never stored", () => {
  const type = () => {
    const { result, unmount } = renderHook(() => useDraft(unstored("break-glass"), { name: "" }));
    act(() => result.current.change({ name: "欧阳若兰" }));
    unmount();
  };
  const kept = () => renderHook(() => useDraft(unstored("break-glass"), { name: "" })).result.current;

  test("outlives an expired session of the same person and counts as typed", () => {
    sessionStorage.removeItem(draftKey("book"));
    type();
    expect(Object.keys(sessionStorage)).toEqual([]);
    expect(hasTyped(A)).toBe(true);
    expireSession();
    setSession({ accessToken: "two", me: signedIn(A) });
    expect(kept()).toMatchObject({ draft: { name: "欧阳若兰" }, kept: true });
  });

  test.each([
    ["their own sign-out", () => clearSession()],
    ["another person's turn", () => (expireSession(), setSession({ accessToken: "b", me: signedIn(B) }))],
  ])("is gone after %s", (_how, leave) => {
    type();
    leave();
    setSession({ accessToken: "again", me: signedIn(A) });
    expect(kept()).toMatchObject({ draft: { name: "" }, kept: false });
  });
});
