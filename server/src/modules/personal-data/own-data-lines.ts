import { diagnosisWords } from "@fuzhen/shared/encounters/note.rules.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { dayOf, timeOfDayOf } from "@fuzhen/shared/time.ts";
import type { WholePatient } from "../patients/index.ts";
import type { OwnData } from "./own-data.ts";
import type { Words } from "./own-data.words.ts";

/** One entry of the file for people: a line in bold, and lines under it. */
export interface Entry {
  head: string;
  lines: string[];
}

/** An instant as a calendar and a clock of the hospital's zone. */
export const momentOf = (instant: string | Date): string => {
  const at = new Date(instant);
  return `${dayOf(at)} ${timeOfDayOf(at)}`;
};

const line = (label: string, value: string): string[] => (value === "" ? [] : [`${label}：${value}`]);

export const identityLines = (patient: WholePatient, words: Words): string[] => [
  ...line(words.fields.name, patient.name),
  ...line(words.documents[patient.documentType], patient.idNumber),
  ...line(words.fields.birthDate, patient.birthDate),
  ...line(words.fields.sex, words.sexes[patient.sex]),
  ...line(words.fields.relationship, words.relationships[patient.relationship]),
  ...line(words.fields.phone, patient.phoneNumber ?? ""),
];

/** What people read of one thing. */
export function entryOf(data: OwnData, words: Words): Entry {
  switch (data.section) {
    case "consents": {
      const { purpose, version, grantedAt, withdrawnAt } = data.item;
      const withdrawn = withdrawnAt === null ? null : momentOf(withdrawnAt);
      return { head: words.purposes[purpose], lines: [words.consent(version, momentOf(grantedAt), withdrawn)] };
    }
    case "corrections":
      return {
        head: momentOf(data.item.at),
        lines: data.item.changes.map(({ field, from, to }) => `${words.fields[field]}：${from} → ${to}`),
      };
    case "appointments": {
      const { start, specialist, status, disease, diagnosedAt, message, judgement, cancelled } = data.item;
      return {
        head: `${momentOf(start)}　${specialist.organizationName} ${specialist.departmentName} ${specialist.name}　${words.statuses[status]}`,
        lines: [
          ...line(words.disease, disease),
          ...line(words.diagnosedAt, diagnosedAt),
          ...line(words.message, message),
          ...(judgement ? [[words.judgement[judgement.decision], judgement.reason].filter(Boolean).join("：")] : []),
          ...line(words.cancelled, cancelled?.reason ?? ""),
        ],
      };
    }
    case "messages": {
      const { createdAt, sender, text, event } = data.item;
      const said = text ?? (event === null ? words.picture : words.events[event]);
      const who = sender === null ? "" : words.senders[sender];
      return { head: "", lines: [[momentOf(createdAt), who, said].filter(Boolean).join("　")] };
    }
    case "plans": {
      const { organizationName, departmentName, specialistName, diagnoses, chiefComplaint, plan, signature } =
        data.item;
      const named = diagnoses
        .map(diagnosisWords)
        .map(({ name, coded }) => `${name} ${coded}`)
        .join("；");
      return {
        head: `${momentOf(signature.signedAt)}　${organizationName} ${departmentName} ${specialistName}`,
        lines: [
          ...line(words.chiefComplaint, chiefComplaint),
          ...line(words.diagnoses, named),
          ...line(words.plan, plan),
          words.signed(signature.signerName, momentOf(signature.signedAt), signature.valid),
        ],
      };
    }
    case "reports": {
      const { title, issuedOn, performer, category, files } = data.item;
      return {
        head: `${issuedOn}　${title}`,
        lines: [
          `${words.categories[category]}　${performer}`,
          ...line(words.files, files.map(({ name }) => name).join("；")),
        ],
      };
    }
    default:
      return { head: "", lines: [accessLine(data.item, words)] };
  }
}

/** One opening of the record: from when until when, by whom, and what was seen. */
function accessLine(item: AccessLine, words: Words): string {
  const { who, purposes, emergency, listed, firstAt, lastAt } = item;
  const [from, until] = [momentOf(firstAt), momentOf(lastAt)];
  const seen = [...new Set(purposes.map((purpose) => words.why[purpose] ?? words.otherWhy))];
  const what = [...(emergency ? [words.emergency] : []), ...(listed ? [words.listed] : seen)].join(words.and);
  const by = [who.organizationName, who.departmentName, who.name].filter(Boolean).join(" ");
  return [from === until ? from : `${from} – ${until.slice(-5)}`, by, what].filter(Boolean).join("　");
}
