// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { keepComposingKeys } from "./composing-keys.ts";

const stop = keepComposingKeys(window);
afterEach(() => document.body.replaceChildren());

function press(init: KeyboardEventInit & { keyCode?: number }): { heard: boolean; prevented: boolean } {
  const field = document.createElement("textarea");
  document.body.append(field);
  const heard = vi.fn();
  field.addEventListener("keydown", heard);
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  // happy-dom's constructor does not know keyCode, which browsers still send.
  Object.defineProperty(event, "keyCode", { value: init.keyCode ?? 0 });
  field.dispatchEvent(event);
  return { heard: heard.mock.calls.length > 0, prevented: event.defaultPrevented };
}

test.each([
  ["composing", { key: "Enter", isComposing: true, keyCode: 13 }],
  ["just composed, as Safari sends it", { key: "Enter", keyCode: 229 }],
])("Enter while %s reaches no field and sends no form", (_, init) =>
  expect(press(init)).toEqual({ heard: false, prevented: true }),
);
test("the arrows of an input method's list reach no field and keep their work", () =>
  expect(press({ key: "ArrowDown", isComposing: true, keyCode: 229 })).toEqual({ heard: false, prevented: false }));
test("other keys come as ever", () => {
  expect(press({ key: "Enter", keyCode: 13 })).toEqual({ heard: true, prevented: false });
  stop();
});
