// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { growTextareas } from "./grow-textareas.ts";

test("a field grows with what is typed and with what a page writes or takes away", () => {
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => run());
  growTextareas();
  const field = document.createElement("textarea");
  Object.defineProperty(field, "scrollHeight", { get: () => 20 * (field.value.split("\n").length + 1) });
  document.body.append(field);
  field.value = "一\n二\n三";
  expect(field.style.height).toBe("80px");
  field.value = "";
  expect(field.style.height).toBe("40px");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  expect(field.style.height).toBe("40px");
  field.remove();
  vi.unstubAllGlobals();
});
