import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../lib/prefs.ts";
import { Button } from "./Button.tsx";
import { PasswordField, SelectField, TextField } from "./Field.tsx";
import { ErrorState } from "./States.tsx";
import { toast } from "./toast.ts";
import { Toaster } from "./Toaster.tsx";

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
