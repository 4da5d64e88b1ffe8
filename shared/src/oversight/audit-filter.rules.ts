import { AUDIT_REF, auditClasses, auditPurposes } from "../audit/audit.rules.ts";
import type { AuditFilter } from "./oversight.schema.ts";

const oneOf = (known: readonly string[]) => (text: string) => known.includes(text);
const isId = (text: string) => /^[0-9a-f]{24}$/.test(text);
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/**
 * The form of each part of the filter, for the page that stores it in its address. The schema's own check, used by the
 * server, would bring zod to the desk, and zod tests for eval, which our content policy forbids.
 */
const forms: { readonly [Part in keyof AuditFilter]-?: (text: string) => boolean } = {
  userId: isId,
  specialistId: isId,
  patientId: isId,
  class: oneOf(auditClasses),
  purpose: oneOf(auditPurposes),
  outcome: oneOf(["allowed", "refused"]),
  from: isDay,
  to: isDay,
  ref: (text) => AUDIT_REF.test(text),
};

export const isAuditFilterPart = (part: keyof AuditFilter, text: string): boolean => forms[part](text);

/** Picks the valid filter parts out of the words of an address. */
export const auditFilterIn = (words: Readonly<Record<string, string>>): AuditFilter =>
  Object.fromEntries(
    Object.entries(forms).flatMap(([part, fits]) => {
      const text = words[part];
      return text !== undefined && fits(text) ? [[part, text]] : [];
    }),
  );
