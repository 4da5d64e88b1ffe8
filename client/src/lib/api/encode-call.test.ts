// @vitest-environment node
import { describe, expect, test } from "vitest";
import { encodeCall } from "./encode-call.ts";

describe("a call as a request", () => {
  test.each([
    ["GET /patients", undefined, "/patients"],
    ["GET /patients/{patientId}", { patientId: "a/b 张" }, "/patients/a%2Fb%20%E5%BC%A0"],
    ["GET /slots/{id}", { id: "1", days: 14, from: undefined }, "/slots/1?days=14"],
    ["GET /offers", { specialistIds: ["a", "b"] }, "/offers?specialistIds%5B0%5D=a&specialistIds%5B1%5D=b"],
    ["GET /specialists", { q: "陈 & 周", published: false }, "/specialists?q=%E9%99%88+%26+%E5%91%A8&published=false"],
  ])("%s", (route, input, path) => {
    expect(encodeCall(route, input)).toEqual({ path, init: { method: "GET" } });
  });

  test("what the path does not take is the body", () => {
    const { path, init } = encodeCall("PUT /notes/{id}", { id: "1", plan: "", diagnoses: [], effectiveTo: null });
    expect(path).toBe("/notes/1");
    expect(init.body).toBe('{"plan":"","diagnoses":[],"effectiveTo":null}');
    expect(init.headers).toEqual({ "content-type": "application/json" });
  });

  test("nothing to say is no body", () => {
    expect(encodeCall("POST /appointments/{id}/check-in", { id: "1" })).toEqual({
      path: "/appointments/1/check-in",
      init: { method: "POST" },
    });
  });
});
