import { foldDocumentNumber } from "../typed-text.ts";

/** Resident identity number (GB 11643-1999): 17 digits and a check character after ISO 7064 MOD 11-2. */
export type Sex = "male" | "female";

export type IdNumberResult =
  | { ok: true; idNumber: string; birthDate: string; sex: Sex }
  | { ok: false; code: "id_number_length" | "id_number_date" | "id_number_checksum" };

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = "10X98765432";

/** Check character for the first 17 digits. */
export function idNumberCheck(digits17: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits17[i]), 0);
  return checkCharacters[sum % 11] ?? "";
}

/** Reads birth date and sex from an identity number; `today` (`YYYY-MM-DD`) refuses births in the future. */
export function parseIdNumber(typed: string, today: string): IdNumberResult {
  const idNumber = foldDocumentNumber(typed);
  if (!/^[1-9]\d{16}[\dX]$/.test(idNumber)) return { ok: false, code: "id_number_length" };
  const birthDate = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  // Date.parse accepts 31 February in V8, so the date must survive a round trip.
  const time = Date.parse(`${birthDate}T00:00:00Z`);
  const real = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === birthDate;
  if (!real || birthDate > today || birthDate < "1850-01-01") return { ok: false, code: "id_number_date" };
  if (idNumberCheck(idNumber.slice(0, 17)) !== idNumber[17]) return { ok: false, code: "id_number_checksum" };
  return { ok: true, idNumber, birthDate, sex: Number(idNumber[16]) % 2 === 1 ? "male" : "female" };
}
