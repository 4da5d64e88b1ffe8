import { parseIdNumber } from "@fuzhen/shared/patients/id-number.rules.ts";
import { foldDocumentNumber } from "@fuzhen/shared/typed-text.ts";
import { ageOn } from "@fuzhen/shared/time.ts";

export type IdNumberSaid =
  | { kind: "empty" }
  | { kind: "typing"; left: number }
  | { kind: "wrong"; code: "id_number_length" | "id_number_date" | "id_number_checksum" }
  | { kind: "read"; birthDate: string; sex: "male" | "female"; age: number };

/** What can be said about an ID number while it is being typed: no reproach before it is complete. */
export function sayIdNumber(typed: string, today: string): IdNumberSaid {
  const plain = foldDocumentNumber(typed);
  if (plain === "") return { kind: "empty" };
  // A letter other than the final X will never become right: say it at once.
  const hopeless = !/^[1-9]\d{0,16}[\dXx]?$/.test(plain);
  if (plain.length < 18 && !hopeless) return { kind: "typing", left: 18 - plain.length };
  const read = parseIdNumber(plain, today);
  if (!read.ok) return { kind: "wrong", code: read.code };
  return { kind: "read", birthDate: read.birthDate, sex: read.sex, age: ageOn(read.birthDate, today) };
}
