// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { signedIn } from "../testing/people.ts";
import { draftKey, hasTyped, useDraft } from "./draft.ts";
import { setSession } from "./session.tsx";

const A = "a".repeat(24);

interface Fields {
  requestKey?: string;
  disease: string;
  diagnosedAt: string;
  minutes: number;
  names: readonly string[];
}
const began: Fields = { requestKey: "k1", disease: "", diagnosedAt: "本院", minutes: 15, names: ["甲"] };
const open = (initial: Fields = began) => renderHook(() => useDraft("form", initial)).result;
const stored = () => sessionStorage.getItem(draftKey("form"));

beforeEach(() => {
  sessionStorage.clear();
  setSession({ accessToken: "one", me: signedIn(A) });
});

describe("only what a person changed counts as typed", () => {
  test("what a form begins with does not, whatever else is put back as it was", () => {
    const form = open();
    act(() => form.current.change({ diagnosedAt: "协和" }));
    expect(hasTyped(A)).toBe(true);
    act(() => form.current.change({ diagnosedAt: "本院" }));
    expect([hasTyped(A), stored()]).toEqual([false, null]);
    act(() => form.current.change({ minutes: 20 }));
    expect(hasTyped(A)).toBe(true);
    act(() => form.current.change({ minutes: 15, names: ["甲"] }));
    expect([hasTyped(A), stored()]).toEqual([false, null]);
  });

  test("what was filled in for them does not, before and after a reload, until they change it", () => {
    const form = open();
    act(() => form.current.give({ disease: "慢性肾小球肾炎" }));
    expect(hasTyped(A)).toBe(false);
    const again = open();
    expect(again.current.draft.disease).toBe("慢性肾小球肾炎");
    expect(hasTyped(A)).toBe(false);
    act(() => again.current.change({ disease: "慢性肾小球肾炎，3 期" }));
    expect(hasTyped(A)).toBe(true);
    act(() => again.current.change({ disease: "慢性肾小球肾炎" }));
    expect(hasTyped(A)).toBe(false);
  });

  test("another's case filled in later takes the place of the first", () => {
    const form = open();
    act(() => form.current.give({ disease: "甲病" }));
    act(() => form.current.give({ disease: "乙病" }));
    expect(hasTyped(A)).toBe(false);
    act(() => form.current.change({ disease: "甲病" }));
    expect(hasTyped(A)).toBe(true);
  });
});

test("of a form that was changed in one field, the others begin as they are by then, under the same request key", () => {
  const form = open();
  act(() => form.current.change({ disease: "痛风" }));
  const later = open({ ...began, requestKey: "k2", minutes: 30 });
  expect(later.current.draft).toEqual({ ...began, disease: "痛风", minutes: 30 });
  expect(later.current.kept).toBe(true);
});

test("a field that was emptied stays empty", () => {
  const form = open();
  act(() => form.current.change({ diagnosedAt: "" }));
  expect(open().current.draft.diagnosedAt).toBe("");
});
