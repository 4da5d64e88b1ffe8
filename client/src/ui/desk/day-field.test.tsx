import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../lib/prefs.ts";
import { DayField } from "./DayField.tsx";
import { DeskProvider } from "./DeskProvider.tsx";

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(cleanup);

function show() {
  const onDay = vi.fn();
  render(
    <DeskProvider>
      <DayField label="日期" day="2026-11-30" onDay={onDay} width={108} />
    </DeskProvider>,
  );
  return onDay;
}
const field = () => screen.getByLabelText<HTMLInputElement>("日期");
const calendar = () => document.querySelector(".ant-picker-dropdown");

// The first to go there; after it the calendar's code is there and later tests could not tell.
test("the day stands without the calendar's code; who comes by keyboard has the focus in the field, with nothing open", async () => {
  show();
  expect(field().value).toBe("2026-11-30");
  expect(document.querySelector(".ant-picker")).toBeNull();
  field().focus();
  await waitFor(() => expect(field().closest(".ant-picker")).not.toBeNull());
  expect(field().value).toBe("2026-11-30");
  expect(document.activeElement).toBe(field());
  expect(calendar()).toBeNull();
});

test("a press opens the calendar, and the day chosen in it is told", async () => {
  const onDay = show();
  fireEvent.mouseDown(field());
  field().focus();
  expect(document.querySelector(".ant-picker")).toBeNull();
  fireEvent.click(field());
  await waitFor(() => expect(calendar()).not.toBeNull());
  fireEvent.click(await screen.findByTitle("2026-11-25"));
  expect(onDay).toHaveBeenCalledExactlyOnceWith("2026-11-25");
});
