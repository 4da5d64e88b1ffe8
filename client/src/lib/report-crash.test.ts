// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { crashSchema } from "@fuzhen/shared/operations/crash.schema.ts";
import { crashOf } from "./report-crash.ts";

function errorWith(stack: string): Error {
  const error = new TypeError("身份证 110101199003071234 of 李建国");
  error.stack = `TypeError: 身份证 110101199003071234 of 李建国\n${stack}`;
  return error;
}

test.each([
  [
    "Chromium",
    `    at Visit.draw (https://fuzhen.example/assets/workbench-Ab3_x.js:1:2345)
    at https://fuzhen.example/assets/index-9.js:12:1
    at async load (http://localhost:5173/src/app/main.tsx?t=17:3:4)
    at https://fuzhen.example/desk/64b000000000000000000001:5:6
    at <anonymous>`,
  ],
  [
    "Safari and Firefox",
    `Visit.draw@https://fuzhen.example/assets/workbench-Ab3_x.js:1:2345
@https://fuzhen.example/assets/index-9.js:12:1
load@http://localhost:5173/src/app/main.tsx?t=17:3:4
evil@https://fuzhen.example/desk/64b000000000000000000001:5:6`,
  ],
])("of a crash in %s only class and places in our code are told, in a form the server takes", (_name, stack) => {
  const crash = crashOf(errorWith(stack), "pane");
  expect(crash).toEqual({
    name: "TypeError",
    place: "pane",
    frames: ["Visit.draw /assets/workbench-Ab3_x.js:1:2345", "/assets/index-9.js:12:1", "load /src/app/main.tsx:3:4"],
  });
  expect(crashSchema.parse(crash)).toEqual(crash);
});

test("whatever is thrown, what is told can be told", () => {
  const odd = new Error("x");
  odd.name = "李建国 13800000000";
  for (const thrown of [odd, "a word", null, undefined, { stack: "no" }])
    expect(crashSchema.safeParse(crashOf(thrown, "script")).success).toBe(true);
});
