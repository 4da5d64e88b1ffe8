import { idNumberCheck } from "@fuzhen/shared/patients/id-number.rules.ts";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../../lib/prefs.ts";
import { sayDocument } from "./document-said.ts";
import { PatientForm } from "./PatientForm.tsx";

const withCheck = (digits17: string) => digits17 + idNumberCheck(digits17);
const man1958 = withCheck("23030019580312001");
const today = "2026-11-22";

test.each([
  ["", { kind: "empty" }],
  ["2303001958", { kind: "typing", left: 8 }],
  ["230300-195803 12", { kind: "typing", left: 4 }],
  ["23030019580312X0", { kind: "wrong", code: "id_number_length" }],
  ["0303", { kind: "wrong", code: "id_number_length" }],
  [man1958, { kind: "read", born: { birthDate: "1958-03-12", sex: "male", age: 68 } }],
  [man1958.replace(/.$/, (last) => (last === "1" ? "2" : "1")), { kind: "wrong", code: "id_number_checksum" }],
  [withCheck("23030019580231001"), { kind: "wrong", code: "id_number_date" }],
  [`${man1958}1`, { kind: "wrong", code: "id_number_length" }],
])("%s is said as %j", (typed, said) => expect(sayDocument("resident-id", typed, today)).toEqual(said));

beforeEach(() => setPrefs({ language: "zh" }));
afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

function show() {
  const request = vi.fn<typeof fetch>();
  vi.stubGlobal("fetch", request);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <PatientForm id="f" existing={[]} onBusy={() => undefined} onDone={() => undefined} />
      <button type="submit" form="f">
        保存
      </button>
    </QueryClientProvider>,
  );
  return request;
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test("what the number says is shown as it is typed, and a wrong one is named at once", () => {
  show();
  type("身份证号", man1958);
  expect(screen.getByText("男，1958年3月12日出生，68 岁")).toBeTruthy();
  type("身份证号", man1958.slice(0, 17) + (man1958.endsWith("1") ? "2" : "1"));
  expect(screen.getByText("身份证号不对，请对照证件再看一遍")).toBeTruthy();
});

test("a guardian is asked under 14 only, never pre-ticked, and nothing is sent without", () => {
  const request = show();
  expect(screen.queryByRole("checkbox")).toBeNull();
  type("姓名", "李小宝");
  type("身份证号", withCheck("23030020180515002"));
  const guardian = screen.getByRole<HTMLInputElement>("checkbox");
  expect(guardian.checked).toBe(false);
  type("和我的关系", "spouse");
  expect(screen.getByText(/14 岁以下不能选这个关系/)).toBeTruthy();
  type("和我的关系", "child");
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  expect(screen.getByText("请监护人先确认")).toBeTruthy();
  expect(request).not.toHaveBeenCalled();
});

test("a passport asks for birth date and sex, a newborn for no number, and what is missing is said at its field", () => {
  const request = show();
  type("姓名", "Zoe\u0301　Li");
  type("证件类型", "passport");
  type("护照号", "c01x00t47");
  type("和我的关系", "other");
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  expect(screen.getByLabelText("出生日期").getAttribute("aria-invalid")).toBe("true");
  type("出生日期", "1990-05-01");
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  expect(screen.getByLabelText("性别").getAttribute("aria-invalid")).toBe("true");
  type("证件类型", "newborn");
  expect(screen.queryByLabelText("护照号")).toBeNull();
  type("性别", "female");
  fireEvent.click(screen.getByRole("button", { name: "保存" }));
  expect(screen.getByText("满一岁的孩子请用证件添加")).toBeTruthy();
  expect(request).not.toHaveBeenCalled();
});
