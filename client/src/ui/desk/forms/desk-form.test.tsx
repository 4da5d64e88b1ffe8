import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Form, Input } from "antd";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { personNameSchema, phoneSchema, publicPhoneSchema } from "@fuzhen/shared/fields.ts";
import { accessRulesSchema } from "@fuzhen/shared/organizations/organization.schema.ts";
import { addSpecialistInputSchema } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { useDraft } from "../../../lib/draft.ts";
import { setPrefs } from "../../../lib/prefs.ts";
import { DeskProvider } from "../DeskProvider.tsx";
import { DeskFormModal } from "./DeskFormModal.tsx";
import { NumberField } from "../NumberField.tsx";
import { makePassword } from "../use-told-password.tsx";
import { licenceNumber, personName, phone, publicPhone, wholeNumber } from "./field-checks.ts";
import { TextItem } from "./TextItem.tsx";
import { useFieldRules } from "./use-field-rules.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { useDeskSend } from "../use-desk-send.ts";

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

function Question({ onClose, onSubmit }: { onClose: () => void; onSubmit: (values: object) => void }) {
  const [form] = Form.useForm<{ name: string; phone: string; about: string }>();
  const draft = useDraft<{ name?: string }>("question", {});
  const rules = useFieldRules();
  return (
    <DeskFormModal
      title="新增"
      submit="新增"
      form={form}
      draft={draft}
      busy={false}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <Form.Item name="name" label="姓名" rules={rules(personName)}>
        <Input />
      </Form.Item>
      <Form.Item name="phone" label="手机号" rules={rules(phone)}>
        <Input />
      </Form.Item>
      <TextItem name="about" label="说明" limit={500} rows={3} />
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
  const undone = open();
  fireEvent.change(screen.getByLabelText("姓名"), { target: { value: "韩立新" } });
  fireEvent.change(screen.getByLabelText("姓名"), { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: "取消" }));
  expect(undone.onClose).toHaveBeenCalledOnce();
  cleanup();
  const untouched = open();
  fireEvent.click(screen.getByRole("button", { name: "取消" }));
  expect(untouched.onClose).toHaveBeenCalledOnce();
});

test("3,000 pasted characters stay whole, are said to be too many at once, and are not sent", async () => {
  const { onSubmit } = open();
  const about = screen.getByLabelText<HTMLTextAreaElement>("说明");
  fireEvent.change(about, { target: { value: "长".repeat(3000) } });
  expect(about.value).toHaveLength(3000);
  expect(await screen.findByText("多了 2500 字，请删短一些")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("姓名"), { target: { value: "韩立新" } });
  fireEvent.change(screen.getByLabelText("手机号"), { target: { value: "13800000000" } });
  fireEvent.click(screen.getByRole("button", { name: "新增" }));
  await waitFor(() => expect(document.activeElement).toBe(about));
  expect(onSubmit).not.toHaveBeenCalled();
  fireEvent.change(about, { target: { value: "长".repeat(495) } });
  expect(await screen.findByText("还能写 5 字")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "新增" }));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
});

test("a form that was torn away comes back with what was typed, and gives it up only when asked to", async () => {
  open();
  fireEvent.change(screen.getByLabelText("姓名"), { target: { value: "韩立新" } });
  cleanup();
  const again = open();
  expect(screen.getByLabelText<HTMLInputElement>("姓名").value).toBe("韩立新");
  expect(screen.getByText(/上次填到一半/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "取消" }));
  fireEvent.click(await screen.findByRole("button", { name: "放弃" }));
  await waitFor(() => expect(again.onClose).toHaveBeenCalledOnce());
  cleanup();
  open();
  expect(screen.getByLabelText<HTMLInputElement>("姓名").value).toBe("");
});

test("passwords of the machine are readable, long enough and never alike", () => {
  const made = Array.from({ length: 200 }, () => makePassword());
  expect(new Set(made).size).toBe(200);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/);
});

test.each(["", " ", "\u200b", "王", "韩立新", "Ann O'Neil", "1号", "\ue000王五", "长".repeat(41)])(
  "of the name %j the form says what the contract says",
  (name) => {
    const parsed = personNameSchema.safeParse(name);
    expect(personName(name)).toBe(parsed.success ? null : parsed.error.issues[0]?.message);
  },
);
test.each(["123", "13800000000", "+86 138-0000-0000", "１３８００００００００", "23800000000"])(
  "of the number %j the form says what the contract says",
  (number) => expect(phone(number)).toBe(phoneSchema.safeParse(number).success ? null : "phone"),
);
test.each([-1, 0, 30, 365, 366, 1.5, Number.NaN])("of %d days the form says what the contract says", (days) => {
  const parsed = accessRulesSchema.shape.careAccessDays.safeParse(days);
  expect(wholeNumber(0, 365, "care_access_days")(days)).toBe(parsed.success ? null : "care_access_days");
});
test.each(["", "12345", "010-6512 0000 转 8", "+86 10 1234 5678", "12", "call", "１２３４５", "010--", "1".repeat(41)])(
  "of the public number %j the form says what the contract says",
  (number) => expect(publicPhone(number)).toBe(publicPhoneSchema.safeParse(number).success ? null : "public_phone"),
);
test.each(["110000000000001", "１１０ 0000-0000 0000１", "11000000000000", "abc", ""])(
  "of the licence %j the form says so too",
  (number) => {
    const { success } = addSpecialistInputSchema.shape.licenceNumber.safeParse(number);
    expect(licenceNumber(number) === null).toBe(success);
  },
);

function Refused({ request }: { request: () => Promise<void> }) {
  const [form] = Form.useForm<{ name: string }>();
  const sending = useDeskSend(request, () => undefined, form);
  return (
    <DeskFormModal
      title="改名"
      submit="改名"
      form={form}
      busy={sending.isPending}
      onSubmit={() => sending.mutate(undefined)}
      onClose={() => undefined}
    >
      <TextItem name="name" label="姓名" limit={50} />
    </DeskFormModal>
  );
}

test("what the server refused stays said while the value does, also when the field is left; the same may be sent again", async () => {
  const request = vi.fn(async () => {
    throw new ApiError({ code: "invalid_input", status: 400, fields: [{ path: "name", code: "required" }] });
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <DeskProvider>
        <Refused request={request} />
      </DeskProvider>
    </QueryClientProvider>,
  );
  const name = screen.getByLabelText("姓名");
  fireEvent.change(name, { target: { value: "李" } });
  const press = () => fireEvent.click(screen.getByRole("button", { name: /改\s?名/ }));
  press();
  const words = await screen.findByText("这一项要填");
  fireEvent.blur(name);
  // The check of leaving has come to its end.
  await waitFor(() => expect(name.getAttribute("aria-invalid")).toBe("true"));
  expect(words.isConnected).toBe(true);
  press();
  await waitFor(() => expect(request).toHaveBeenCalledTimes(2));
  await screen.findByText("这一项要填");
  fireEvent.change(name, { target: { value: "李明" } });
  fireEvent.blur(name);
  await waitFor(() => expect(name.getAttribute("aria-invalid")).not.toBe("true"));
});

test.each([
  ["５０", 50],
  ["12。5", 12.5],
  ["－３", -3],
  ["¥1,200", 1200],
  ["1e3", null],
  ["五十", null],
])("the number %s is taken as %s, and never as what stood there before", (typed, number) => {
  const told = vi.fn<(value: number | null) => void>();
  render(<NumberField aria-label="费用" defaultValue={7} onChange={told} />);
  const field = screen.getByLabelText<HTMLInputElement>("费用");
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: typed } });
  fireEvent.blur(field);
  expect(told.mock.lastCall?.[0]).toBe(number);
  expect(field.value).toBe(number === null ? "" : String(number));
});
