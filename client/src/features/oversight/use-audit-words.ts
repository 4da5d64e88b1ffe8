import { auditActions, auditPurposes, type AuditAction, type AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AuditEvent } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { auditWordTexts } from "./audit-words.texts.ts";
import { auditTexts } from "./audit.texts.ts";

const isAction = (code: string): code is AuditAction => Object.hasOwn(auditActions, code);
const isPurpose = (code: string): code is AuditPurpose => auditPurposes.some((known) => known === code);

/** What a row says, in words; a code of a newer server is shown as it is. */
export function useAuditWords() {
  const texts = useTexts(auditTexts);
  const words = useTexts(auditWordTexts);
  return {
    who({ actor }: AuditEvent): string {
      if (actor === null) return texts.house;
      const role = words.roles[actor.role];
      return actor.name === null ? role : `${actor.name} · ${role}`;
    },
    what: ({ action }: AuditEvent) => (isAction(action) ? words.actions[action] : action),
    purpose: ({ purpose }: AuditEvent) =>
      purpose === null ? "" : isPurpose(purpose) ? words.purposes[purpose] : purpose,
    patients({ patients, patientCount }: AuditEvent): string {
      const names = patients.slice(0, 2).map(({ nameMasked }) => nameMasked);
      return [names.join("、"), patientCount > names.length ? texts.more(patientCount) : ""].join(" ").trim();
    },
    outcome: ({ outcome }: AuditEvent) => words.outcomes[outcome],
  };
}
