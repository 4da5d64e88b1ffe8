import { parseIdNumber, type Sex } from "./id-number.rules.ts";
import { addDays } from "../time.ts";
import { foldDocumentNumber } from "../typed-text.ts";

/**
 * By what a 就诊人 proves who they are (R6). Not everybody has the 18-digit card: people from Hong Kong, Macau, Taiwan and
 * abroad have documents of their own, and a newborn has none for some weeks.
 */
export const documentTypes = [
  /** 居民身份证 */
  "resident-id",
  /** 港澳台居民居住证: 18 digits like the card, regions 81, 82, 83. */
  "residence-permit",
  /** 港澳居民来往内地通行证 */
  "hk-macau-permit",
  /** 台湾居民来往大陆通行证 */
  "taiwan-permit",
  /** 外国人永久居留身份证: 18 digits since 2023, before that three letters and twelve digits. */
  "permanent-resident-id",
  /** 护照 */
  "passport",
  /** 新生儿，还没有证件: under a guardian, in the first year of life. */
  "newborn",
] as const;
export type DocumentType = (typeof documentTypes)[number];

type NumberFault =
  | "required"
  | "id_number_length"
  | "id_number_date"
  | "id_number_checksum"
  | "residence_permit"
  | "hk_macau_permit"
  | "taiwan_permit"
  | "permanent_resident_id"
  | "passport";

/** What a number says: of the 18-digit documents also birth date and sex. `person` stays the same when the card is renewed. */
export type ReadNumber =
  | { ok: true; number: string; person: string; born: { birthDate: string; sex: Sex } | null }
  | { ok: false; code: NumberFault };

const plain = (number: string, fits: boolean, code: NumberFault, person = number): ReadNumber =>
  fits ? { ok: true, number, person, born: null } : { ok: false, code };

function eighteen(number: string, today: string, region: RegExp, code: NumberFault): ReadNumber {
  if (number.length === 18 && !region.test(number)) return { ok: false, code };
  const read = parseIdNumber(number, today);
  if (!read.ok) return read;
  const { idNumber, birthDate, sex } = read;
  return { ok: true, number: idNumber, person: idNumber, born: { birthDate, sex } };
}

const readers: Record<Exclude<DocumentType, "newborn">, (number: string, today: string) => ReadNumber> = {
  "resident-id": (number, today) => eighteen(number, today, /^(?!8[123])/, "id_number_length"),
  "residence-permit": (number, today) => eighteen(number, today, /^8[123]/, "residence_permit"),
  // H or M and eight digits; older cards add the two of the renewal.
  "hk-macau-permit": (number) =>
    plain(number, /^[HM]\d{8}(\d{2})?$/.test(number), "hk_macau_permit", number.slice(0, 9)),
  // Eight digits; the booklets before the card had ten and a letter.
  "taiwan-permit": (number) =>
    plain(number, /^(\d{8}|\d{10}[A-Z]?)$/.test(number), "taiwan_permit", number.slice(0, 8)),
  "permanent-resident-id": (number, today) =>
    number.startsWith("9")
      ? eighteen(number, today, /^9/, "permanent_resident_id")
      : plain(number, /^[A-Z]{3}\d{12}$/.test(number), "permanent_resident_id"),
  // ICAO Doc 9303 has nine characters; some states print more.
  passport: (number) => plain(number, /^(?=.*\d)[A-Z\d]{5,12}$/.test(number), "passport"),
};

/** Reads the number of a document; `today` (`YYYY-MM-DD`) refuses births in the future. */
export function readDocumentNumber(type: DocumentType, typed: string, today: string): ReadNumber {
  const number = foldDocumentNumber(typed);
  if (type === "newborn") return { ok: true, number: "", person: "", born: null };
  return number === "" ? { ok: false, code: "required" } : readers[type](number, today);
}

/** By what a document is looked up: 18-digit numbers are one space of numbers, whatever the card is called. */
export const documentKey = (type: DocumentType, person: string): string =>
  person.length === 18 ? `id-number:${person}` : `${type}:${person}`;

/** Keys of all documents that a number without a type may be of: in an emergency nobody asks what kind of card it is. */
export function documentKeysOf(typed: string, today: string): string[] {
  const keys = documentTypes.flatMap((type) => {
    const read = readDocumentNumber(type, typed, today);
    return read.ok && read.person !== "" ? [documentKey(type, read.person)] : [];
  });
  return [...new Set(keys)];
}

/** Whether somebody born that day may still be without a document: the household register gives a number within weeks. */
export const mayBeNewborn = (birthDate: string, today: string): boolean =>
  birthDate <= today && birthDate > addDays(today, -365);

/** What others may see of a number: its beginning and its last two characters. */
export function maskDocumentNumber(number: string): string {
  const [head, tail] = number.length >= 10 ? [3, 2] : [1, 2];
  return number.slice(0, head) + "*".repeat(Math.max(0, number.length - head - tail)) + number.slice(-tail);
}
