import { beforeEach, expect, test, vi } from "vitest";
import { claimDrafts } from "./draft.ts";
import { clearSession, expireSession, getAccessToken, getSession, onSignOut, setSession } from "./session.tsx";

const person = (id: string) => ({
  id,
  role: "patient" as const,
  duty: null,
  displayName: "138****5678",
  organization: null,
  specialistId: null,
  mustChangePassword: false,
  secondFactor: null,
  secondFactorKinds: [],
});
const draft = () => sessionStorage.getItem("fuzhen.draft.book");

beforeEach(() => {
  clearSession();
  setSession({ accessToken: "one", me: person("a") });
  sessionStorage.setItem("fuzhen.draft.book", '{"disease":"IgA"}');
});

test("signing out leaves nothing behind", () => {
  const step = vi.fn();
  const off = onSignOut(step);
  clearSession();
  off();
  expect(getAccessToken()).toBeUndefined();
  expect(getSession()).toEqual({ status: "signed-out" });
  expect(step).toHaveBeenCalledWith("ended");
  expect(Object.keys(sessionStorage)).toEqual([]);
});

test("an expired session keeps what the same person wrote", () => {
  expireSession();
  expect(getAccessToken()).toBeUndefined();
  setSession({ accessToken: "two", me: person("a") });
  expect(draft()).toContain("IgA");
  expect(claimDrafts("a")).toBe("kept");
});

test("another person at the same tab finds nothing of the first", () => {
  const step = vi.fn();
  const off = onSignOut(step);
  expireSession();
  setSession({ accessToken: "three", me: person("b") });
  off();
  expect(draft()).toBeNull();
  expect(step.mock.calls).toEqual([["expired"], ["ended"]]);
});

test("a refresh for the same person does not redraw", () => {
  const before = getSession();
  setSession({ accessToken: "four", me: person("a") });
  expect(getSession()).toBe(before);
  expect(getAccessToken()).toBe("four");
});
