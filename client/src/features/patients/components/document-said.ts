import { readDocumentNumber, type DocumentType } from "@fuzhen/shared/patients/identity-document.rules.ts";
import { ageOn } from "@fuzhen/shared/time.ts";
import { foldDocumentNumber } from "@fuzhen/shared/typed-text.ts";

type Read = ReturnType<typeof readDocumentNumber>;
type NumberFault = Extract<Read, { ok: false }>["code"];

export type DocumentSaid =
  | { kind: "empty" }
  | { kind: "typing"; left: number }
  | { kind: "wrong"; code: NumberFault }
  /** `born` is null where the number does not tell: then birth date and sex are asked for. */
  | { kind: "read"; born: { birthDate: string; sex: "male" | "female"; age: number } | null };

/** What can be said about a document's number while it is being typed: no reproach before it is complete. */
export function sayDocument(type: DocumentType, typed: string, today: string): DocumentSaid {
  const number = foldDocumentNumber(typed);
  if (number === "" && type !== "newborn") return { kind: "empty" };
  const is18 = type === "resident-id" || type === "residence-permit";
  // A letter other than the final X will never become right: say it at once.
  if (is18 && number.length < 18 && /^[1-9]\d*$/.test(number)) return { kind: "typing", left: 18 - number.length };
  const read = readDocumentNumber(type, number, today);
  if (!read.ok) return { kind: "wrong", code: read.code };
  return { kind: "read", born: read.born && { ...read.born, age: ageOn(read.born.birthDate, today) } };
}
