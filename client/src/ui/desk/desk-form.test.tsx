import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Form, Input } from "antd";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../lib/prefs.ts";
import { DeskProvider } from "./DeskProvider.tsx";
import { DeskFormModal } from "./DeskFormModal.tsx";
import { makePassword } from "./use-told-password.tsx";
import { useSchemaRules } from "./use-schema-rules.ts";

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(cleanup);

const shape = async () => {
  const { addStaffInputSchema } = await import("@fuzhen/shared/staff/staff.schema.ts");
  return addStaffInputSchema.options[0].shape;
};

function Question({ onClose, onSubmit }: { onClose: () => void; onSubmit: (values: object) => void }) {
  const [form] = Form.useForm<{ name: string; phone: string }>();
  const rules = useSchemaRules(shape);
  return (
    <DeskFormModal title="新增" submit="新增" form={form} busy={false} onSubmit={onSubmit} onClose={onClose}>
      <Form.Item name="name" label="姓名" rules={rules("name")}>
        <Input />
      </Form.Item>
      <Form.Item name="phone" label="手机号" rules={rules("phone")}>
        <Input />
      </Form.Item>
    </DeskFormModal>
  );
}

function open() {
  const told = { onClose: vi.fn(), onSubmit: vi.fn() };
  render(
    <DeskProvider>
      <Question {...told} />
    </DeskProvider>,
  );
  return told;
}

test("a field says what is wrong as it is left, in the words of the contract's own schema", async () => {
  open();
  const phone = screen.getByLabelText("手机号");
  fireEvent.change(phone, { target: { value: "123" } });
  expect(screen.queryByText("请输入 11 位手机号")).toBeNull();
  fireEvent.blur(phone);
  expect(await screen.findByText("请输入 11 位手机号")).toBeTruthy();
  fireEvent.blur(screen.getByLabelText("姓名"));
  expect(await screen.findByText("这一项要填")).toBeTruthy();
});

test("the button goes to the first fault and sends nothing", async () => {
  const { onSubmit } = open();
  fireEvent.change(screen.getByLabelText("手机号"), { target: { value: "13800000000" } });
  fireEvent.click(screen.getByRole("button", { name: "新增" }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("姓名")));
  expect(onSubmit).not.toHaveBeenCalled();
});

test("Esc closes an untouched form at once, and asks before it throws away what was typed", async () => {
  const { onClose } = open();
  fireEvent.change(screen.getByLabelText("姓名"), { target: { value: "韩立新" } });
  fireEvent.click(screen.getByRole("button", { name: "取消" }));
  expect(await screen.findByRole("button", { name: "继续填写" })).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "放弃" }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  cleanup();
  const untouched = open();
  fireEvent.click(screen.getByRole("button", { name: "取消" }));
  expect(untouched.onClose).toHaveBeenCalledOnce();
});

test("passwords of the machine are readable, long enough and never alike", () => {
  const made = Array.from({ length: 200 }, () => makePassword());
  expect(new Set(made).size).toBe(200);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/);
});
