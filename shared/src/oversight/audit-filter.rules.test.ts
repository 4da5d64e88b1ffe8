import { expect, it } from "vitest";
import { auditFilterIn, isAuditFilterPart } from "./audit-filter.rules.ts";
import { auditFilterSchema, type AuditFilter } from "./oversight.schema.ts";

const id = "6560f0a0a0a0a0a0a0a0a0a0";
const texts = [id, "read", "read-report", "allowed", "2026-11-25", "2026-13-45", "2026-1-1", "", "x", `${id}0`];
const words = [...texts, "00000000-0000-4000-8000-000000000000", "' or 1=1", "refused", "2026-11-25T00:00:00Z"];

it("says of each part what the schema says", () => {
  for (const part of Object.keys(auditFilterSchema.shape) as (keyof AuditFilter)[])
    for (const text of words)
      expect([part, text, isAuditFilterPart(part, text)]).toEqual([
        part,
        text,
        auditFilterSchema.shape[part].safeParse(text).success,
      ]);
});

it("keeps what is a filter and leaves the rest", () => {
  const given = { patientId: id, class: "change", outcome: "perhaps", from: "2026-11-25", page: "2" };
  expect(auditFilterIn(given)).toEqual({ patientId: id, class: "change", from: "2026-11-25" });
});
