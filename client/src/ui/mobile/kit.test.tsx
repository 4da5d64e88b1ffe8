import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { BrowserRouter } from "../../lib/router/index.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../lib/prefs.ts";
import { dayKey } from "../../lib/time.ts";
import { addDays } from "@fuzhen/shared/time.ts";
import { Button } from "../shared/Button.tsx";
import { ConfirmSheet } from "./ConfirmSheet.tsx";
import { DayStrip } from "./DayStrip.tsx";
import { PasswordField, SelectField, TextField } from "../shared/Field.tsx";
import { Form } from "./Form.tsx";
import { ProgressBar } from "./ProgressBar.tsx";
import { Sheet } from "./Sheet.tsx";
import { ErrorState } from "../shared/States.tsx";
import { TabBar } from "./TabBar.tsx";
import { toast } from "../shared/toast.ts";
import { Toaster } from "../shared/Toaster.tsx";

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(cleanup);

test("hint and error belong to the field, and what is typed stays", () => {
  function Example() {
    const [name, setName] = useState("王");
    return <TextField label="姓名" hint="与身份证一致" error="2 个字以上" value={name} onChange={setName} />;
  }
  render(<Example />);
  const input = screen.getByLabelText<HTMLInputElement>("姓名");
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
  expect(described.map((element) => element?.textContent)).toEqual(["与身份证一致", "2 个字以上"]);
  expect(input.getAttribute("aria-invalid")).toBe("true");
  fireEvent.change(input, { target: { value: "王秀兰" } });
  expect(input.value).toBe("王秀兰");
});

test("a field without error says so to nobody", () => {
  render(<TextField label="姓名" value="" onChange={() => {}} />);
  const input = screen.getByLabelText("姓名");
  expect(input.hasAttribute("aria-invalid")).toBe(false);
  expect(input.hasAttribute("aria-describedby")).toBe(false);
});

test("a select gives back one of its own values", () => {
  const onChange = vi.fn<(value: "self" | "parent") => void>();
  const options = [
    { value: "self", label: "本人" },
    { value: "parent", label: "父母" },
  ] as const;
  render(<SelectField label="关系" value="" onChange={onChange} options={options} />);
  fireEvent.change(screen.getByLabelText("关系"), { target: { value: "parent" } });
  expect(onChange).toHaveBeenCalledWith("parent");
});

test("a password can be looked at", () => {
  render(<PasswordField label="密码" value="abc" onChange={() => {}} />);
  fireEvent.click(screen.getByRole("button", { name: "显示密码" }));
  expect(screen.getByLabelText<HTMLInputElement>("密码").type).toBe("text");
});

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

test("a double tap sends once", () => {
  const onClick = vi.fn();
  render(
    <Button loading onClick={onClick}>
      保存
    </Button>,
  );
  const button = screen.getByRole("button", { name: /保存/ });
  fireEvent.click(button);
  expect(onClick).not.toHaveBeenCalled();
  expect(button.getAttribute("aria-busy")).toBe("true");
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

test("toasts are read aloud, and the same words are not stacked", async () => {
  render(<Toaster />);
  toast("已保存", "done");
  toast("已保存", "done");
  await waitFor(() => expect(screen.getAllByText("已保存")).toHaveLength(1));
  expect(screen.getByText("已保存").closest("[aria-live=polite]")).toBeTruthy();
});

test("an error has its sentence and a way on", () => {
  const onRetry = vi.fn();
  render(<ErrorState error={{ code: "unavailable" }} onRetry={onRetry} />);
  expect(screen.getByRole("alert").textContent).toContain("系统正忙");
  fireEvent.click(screen.getByRole("button", { name: "再试一次" }));
  expect(onRetry).toHaveBeenCalledOnce();
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
