// @vitest-environment node
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { expect, test } from "vitest";
import { byMonth, pagesOf } from "./report-files.ts";

const report = (issuedOn: string, files: Report["files"] = []): Report => ({
  id: issuedOn,
  patientId: "p",
  category: "laboratory",
  title: "肾功能",
  issuedOn,
  performer: "县医院",
  status: "final",
  files,
  createdAt: "2026-11-22T00:00:00.000Z",
  version: 1,
  earlier: [],
  abilities: { hide: true, correct: true },
});

test("reports stand under the month on the paper, in the order they came", () => {
  const months = byMonth(["2026-11-20", "2026-11-01", "2026-10-31", "2025-11-20"].map((day) => report(day)));
  expect(months.map(({ month, reports }) => [month, reports.length])).toEqual([
    ["2026-11", 2],
    ["2026-10", 1],
    ["2025-11", 1],
  ]);
});

test("all pages in order, a PDF's later ones without a small picture", () => {
  const page = (name: string, thumb: string | null) => ({ display: name, thumb, width: 3, height: 4, flaw: null });
  const file = { id: "f", name: "a.pdf", bytes: 1, kind: "pdf" as const, status: "ready" as const, refusal: null };
  const pages = pagesOf(report("2026-11-20", [{ ...file, pages: [page("1", "t1"), page("2", null)], original: null }]));
  expect(pages.map(({ number, thumb }) => [number, thumb])).toEqual([
    [1, "t1"],
    [2, "2"],
  ]);
});
