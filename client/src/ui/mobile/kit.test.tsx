import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { BrowserRouter } from "../../lib/router/index.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../lib/prefs.ts";
import { dayKey } from "../../lib/time.ts";
import { addDays } from "@fuzhen/shared/time.ts";
import { TextField } from "../shared/Field.tsx";
import { ConfirmSheet } from "./ConfirmSheet.tsx";
import { DayStrip } from "./DayStrip.tsx";
import { Form } from "./Form.tsx";
import { ProgressBar } from "./ProgressBar.tsx";
import { Sheet } from "./Sheet.tsx";
import { TabBar } from "./TabBar.tsx";

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(cleanup);

test("a refused form takes the focus to the first refused field, each time", () => {
  function Example({ attempt, error }: { attempt: number; error: string | undefined }) {
    return (
      <Form onSubmit={() => {}} attempt={attempt} fieldErrorCount={error ? 1 : 0}>
        <TextField label="姓名" value="" onChange={() => {}} />
        <TextField label="手机号" error={error} value="" onChange={() => {}} />
      </Form>
    );
  }
  const { rerender } = render(<Example attempt={0} error={undefined} />);
  rerender(<Example attempt={1} error="要填" />);
  expect(document.activeElement).toBe(screen.getByLabelText("手机号"));
  expect(screen.getByRole("alert").textContent).toContain("1");
  screen.getByLabelText("姓名").focus();
  rerender(<Example attempt={2} error="要填" />);
  expect(document.activeElement).toBe(screen.getByLabelText("手机号"));
});

test("a sheet is named, closes by Esc, and gives the focus back", () => {
  function Example() {
    const [open, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          打开
        </button>
        <Sheet open={open} onClose={() => setOpen(false)} title="选择语言">
          内容
        </Sheet>
      </>
    );
  }
  render(<Example />);
  const opener = screen.getByRole("button", { name: "打开" });
  opener.focus();
  fireEvent.click(opener);
  const dialog = screen.getByRole<HTMLDialogElement>("dialog", { name: "选择语言" });
  expect(dialog.open).toBe(true);
  fireEvent(dialog, new Event("cancel", { cancelable: true }));
  expect(dialog.open).toBe(false);
  expect(document.activeElement).toBe(opener);
});

test("a destructive step asks, and the way out is first", () => {
  const onConfirm = vi.fn();
  const onClose = vi.fn();
  render(
    <ConfirmSheet
      open
      title="取消这次预约？"
      confirm="取消预约"
      decline="先不取消"
      onConfirm={onConfirm}
      onClose={onClose}
    />,
  );
  expect(document.activeElement?.textContent).toBe("先不取消");
  fireEvent.click(screen.getByRole("dialog"));
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "取消预约" }));
  expect(onConfirm).toHaveBeenCalledOnce();
});

test("the days are one group of native radios, so that the browser's arrow keys walk them, over closed days", () => {
  const today = dayKey(Date.now());
  const days = [
    { day: today, note: "余 3", state: "open" },
    { day: addDays(today, 1), note: "停诊", state: "closed" },
    { day: addDays(today, 2), note: "约满", state: "full" },
  ] as const;
  function Example() {
    const [day, setDay] = useState<string | undefined>(today);
    return <DayStrip days={days} value={day} onChange={setDay} />;
  }
  render(<Example />);
  const radios = screen.getAllByRole<HTMLInputElement>("radio");
  expect(new Set(radios.map(({ type, name }) => `${type} ${name}`)).size).toBe(1);
  expect(radios.map(({ disabled }) => disabled)).toEqual([false, true, false]);
  expect(radios[0]?.getAttribute("aria-label")).toMatch(/^今天 .* 余 3$/);
  fireEvent.click(screen.getByRole("radio", { name: /约满/ }));
  expect(radios.map(({ checked }) => checked)).toEqual([false, false, true]);
});

test("progress is a real progress bar", () => {
  render(<ProgressBar label="肾功能.jpg" value={0.62} />);
  const bar = screen.getByRole<HTMLProgressElement>("progressbar", { name: "肾功能.jpg" });
  expect(bar.value).toBe(62);
  expect(screen.getByText("62%")).toBeTruthy();
});

test("the tab bar says where one is and what is unread", () => {
  window.history.replaceState(null, "", "/messages");
  render(
    <BrowserRouter>
      <TabBar unread={{ messages: 3 }} />
    </BrowserRouter>,
  );
  expect(screen.getAllByRole("link")).toHaveLength(5);
  const here = screen.getByRole("link", { current: "page" });
  expect(here.textContent).toContain("3 条未读");
});
