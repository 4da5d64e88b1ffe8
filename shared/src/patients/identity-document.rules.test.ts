import { expect, test } from "vitest";
import { idNumberCheck } from "./id-number.rules.ts";
import {
  documentKey,
  documentKeysOf,
  maskDocumentNumber,
  mayBeNewborn,
  readDocumentNumber,
  type DocumentType,
} from "./identity-document.rules.ts";

const today = "2026-11-30";
const eighteen = (digits17: string) => digits17 + idNumberCheck(digits17);

test.each<[DocumentType, string, string, string | null]>([
  ["resident-id", "11010519491231002x", "11010519491231002X", "1949-12-31"],
  ["residence-permit", eighteen("81000019900101001"), eighteen("81000019900101001"), "1990-01-01"],
  ["residence-permit", eighteen("83000020000229102"), eighteen("83000020000229102"), "2000-02-29"],
  ["hk-macau-permit", "h 1234 5678", "H12345678", null],
  ["hk-macau-permit", "M1234567801", "M1234567801", null],
  ["taiwan-permit", "0123-4567", "01234567", null],
  ["taiwan-permit", "0123456701(B)", "0123456701B", null],
  ["permanent-resident-id", "USA110000000112", "USA110000000112", null],
  ["permanent-resident-id", eighteen("91184019850605123"), eighteen("91184019850605123"), "1985-06-05"],
  ["passport", "ｅ12345678", "E12345678", null],
  ["passport", "C01X00T47", "C01X00T47", null],
  // Each kind in small letters, full width, with blanks and marks.
  ["resident-id", " １１０１０５ １９４９１２３１ ００２×", "11010519491231002X", "1949-12-31"],
  [
    "residence-permit",
    eighteen("81000019900101001").replace(/.{6}/gu, "$& "),
    eighteen("81000019900101001"),
    "1990-01-01",
  ],
  ["hk-macau-permit", "ｍ1234 5678（01）", "M1234567801", null],
  ["taiwan-permit", "０１２３４５６７０１ｂ", "0123456701B", null],
  ["permanent-resident-id", "ｕｓａ 110000\u2800000112", "USA110000000112", null],
  ["permanent-resident-id", "９" + eighteen("91184019850605123").slice(1), eighteen("91184019850605123"), "1985-06-05"],
  ["passport", "p\u00ad 123 4567<<", "P1234567", null],
])("%s %s is read", (type, typed, number, birthDate) => {
  const read = readDocumentNumber(type, typed, today);
  expect(read).toMatchObject({ ok: true, number });
  expect(read.ok && (read.born?.birthDate ?? null)).toBe(birthDate);
});

test.each<[DocumentType, string, string]>([
  ["resident-id", "", "required"],
  ["resident-id", "\u200b", "required"],
  ["resident-id", "110105194912310021", "id_number_checksum"],
  ["resident-id", eighteen("81000019900101001"), "id_number_length"],
  ["residence-permit", "11010519491231002X", "residence_permit"],
  ["residence-permit", "810000199001010010", "id_number_checksum"],
  ["hk-macau-permit", "A12345678", "hk_macau_permit"],
  ["hk-macau-permit", "H1234567", "hk_macau_permit"],
  ["taiwan-permit", "1234567", "taiwan_permit"],
  ["permanent-resident-id", "US110000000112", "permanent_resident_id"],
  ["permanent-resident-id", eighteen("91184020270605123"), "id_number_date"],
  ["passport", "ABCDEFG", "passport"],
  ["passport", "1234", "passport"],
])("%s %j is refused as %s", (type, typed, code) =>
  expect(readDocumentNumber(type, typed, today)).toEqual({ ok: false, code }),
);

test("a renewed permit is the same person's", () => {
  const key = (typed: string) => {
    const read = readDocumentNumber("hk-macau-permit", typed, today);
    return read.ok && documentKey("hk-macau-permit", read.person);
  };
  expect(key("H1234567801")).toBe(key("H12345678"));
});

test("a number without its type is looked for among all documents that it may be of", () => {
  expect(documentKeysOf("11010519491231002X", today)).toEqual(["id-number:11010519491231002X"]);
  expect(documentKeysOf("H12345678", today)).toEqual(["hk-macau-permit:H12345678", "passport:H12345678"]);
  expect(documentKeysOf("12345678", today)).toEqual(["taiwan-permit:12345678", "passport:12345678"]);
  expect(documentKeysOf("?", today)).toEqual([]);
});

test.each([
  ["2026-11-30", true],
  ["2025-12-01", true],
  ["2025-11-30", false],
  ["2026-12-01", false],
])("born %s may be a newborn without a document: %s", (birthDate, may) =>
  expect(mayBeNewborn(birthDate, today)).toBe(may),
);

test.each([
  ["11010519491231002X", "110*************2X"],
  ["H12345678", "H******78"],
  ["12345", "1**45"],
  ["", ""],
])("%s is shown as %s", (number, masked) => expect(maskDocumentNumber(number)).toBe(masked));
