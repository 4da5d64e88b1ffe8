import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { AuditEvent, AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPrefs } from "../../../lib/prefs.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { AuditFilters } from "./AuditFilters.tsx";
import { AuditTable } from "./AuditTable.tsx";

const id = (letter: string) => letter.repeat(24);

const row: AuditEvent = {
  id: id("1"),
  seq: 42,
  at: "2026-11-23T02:00:00.000Z",
  action: "access",
  class: "read",
  purpose: "read-report",
  outcome: "refused",
  actor: {
    userId: id("a"),
    sessionId: id("b"),
    role: "specialist",
    duty: null,
    name: "陈静宜",
    specialistId: id("c"),
  },
  patients: [{ id: id("d"), nameMasked: "李**" }],
  patientCount: 3,
  entity: { type: "DiagnosticReport", id: id("e") },
  data: { basis: "appointment", count: 3, none: null },
  requestId: "86873997-8e18-402b-b133-a67d58db3c8a",
  ip: "203.0.113.7",
  userAgent: "Mozilla/5.0",
};
/** Of a server that is ahead of this page. */
const newer: AuditEvent = { ...row, id: id("2"), action: "thing:done", purpose: "new-why", actor: null, seq: null };

vi.mock("../../../lib/api/client.ts", () => ({
  api: {
    oversight: {
      search: async () => ({ items: [row, newer], nextCursor: null }),
      staff: async () => [],
    },
  },
}));

beforeEach(() => setPrefs({ language: "zh", elder: false, theme: "system" }));
afterEach(cleanup);

const show = (page: React.ReactNode) =>
  render(<QueryClientProvider client={createQueryClient()}>{page}</QueryClientProvider>);

test("rows are told in words, what is not known yet by its code, and each opens with ways on", async () => {
  const narrowed: Partial<AuditFilter>[] = [];
  show(<AuditTable filter={{}} onNarrow={(change) => void narrowed.push(change)} />);
  const line = (await screen.findByText("陈静宜 · 医生")).closest("tr");
  for (const words of ["打开", "看报告", "李**", "等 3 人", "拒绝", "203.0.113.7"])
    expect(line?.textContent).toContain(words);
  const other = screen.getByText("thing:done").closest("tr");
  for (const words of ["系统", "new-why"]) expect(other?.textContent).toContain(words);

  fireEvent.click(screen.getByRole("button", { name: /打\s?开/ }));
  const detail = await screen.findByRole("dialog");
  for (const words of [`DiagnosticReport ${id("e")}`, "basis: appointment, count: 3", "Mozilla/5.0", "42"])
    expect(detail.textContent).toContain(words);
  fireEvent.click(screen.getByRole("button", { name: "只看这位就诊人" }));
  expect(narrowed).toEqual([{ patientId: id("d") }]);
});

test("an id is asked for when it is whole; half of one says what is wrong and asks nothing", () => {
  const asked: Partial<AuditFilter>[] = [];
  show(<AuditFilters filter={{}} onChange={(change) => void asked.push(change)} onReset={() => undefined} />);
  const field = screen.getByLabelText<HTMLInputElement>("就诊人编号");
  const type = (text: string) => {
    fireEvent.change(field, { target: { value: text } });
    fireEvent.keyDown(field, { key: "Enter" });
    // antd takes no second Enter while the first is held down.
    fireEvent.keyUp(field, { key: "Enter" });
  };
  type("d0d0");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(asked).toEqual([]);
  type(` ${id("d")} `);
  expect(asked).toEqual([{ patientId: id("d") }]);
  expect(field.getAttribute("aria-invalid")).toBe("false");
});
