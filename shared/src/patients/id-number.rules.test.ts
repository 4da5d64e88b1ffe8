import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idNumberCheck, parseIdNumber } from "./id-number.rules.ts";
import { maskName, maskPhone } from "./masks.ts";

const today = "2026-11-23";
const withCheck = (digits17: string) => digits17 + idNumberCheck(digits17);

describe("identity numbers (GB 11643-1999)", () => {
  it("reads the standard's own example, birth date and sex", () => {
    expect(parseIdNumber("11010519491231002X", today)).toEqual({
      ok: true,
      idNumber: "11010519491231002X",
      birthDate: "1949-12-31",
      sex: "female",
    });
    expect(parseIdNumber("440524188001010014", today)).toMatchObject({
      ok: true,
      birthDate: "1880-01-01",
      sex: "male",
    });
  });

  it("takes a small x and blanks as people type them", () => {
    expect(parseIdNumber(" 110105 19491231 002x ", today)).toMatchObject({ ok: true, idNumber: "11010519491231002X" });
  });

  it.each([
    ["", "id_number_length"],
    ["110105491231002", "id_number_length"],
    ["11010519491231002XX", "id_number_length"],
    ["01010519491231002X", "id_number_length"],
    ["１10105194912310021", "id_number_checksum"],
    [withCheck("11010520260229001"), "id_number_date"],
    [withCheck("11010520261301001"), "id_number_date"],
    [withCheck("11010520261124001"), "id_number_date"],
    [withCheck("11010518000101001"), "id_number_date"],
    ["110105194912310021", "id_number_checksum"],
  ])("%s: %s", (typed, code) => {
    expect(parseIdNumber(typed, today)).toEqual({ ok: false, code });
  });

  it("accepts a birth today and 29 February of a leap year", () => {
    expect(parseIdNumber(withCheck("11010520261123001"), today).ok).toBe(true);
    expect(parseIdNumber(withCheck("11010520240229001"), today).ok).toBe(true);
  });

  it("catches every single wrong digit and every swap of neighbours", () => {
    const digits = fc
      .stringMatching(/^[1-9]\d{5}1[0-9]{2}\d0[1-9][0-2][1-8]\d{3}$/)
      .filter((text) => text.length === 17);
    fc.assert(
      fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (text, at, add) => {
        const valid = withCheck(text);
        const wrong = valid.slice(0, at) + ((Number(valid[at]) + add) % 10) + valid.slice(at + 1);
        expect(idNumberCheck(wrong.slice(0, 17))).not.toBe(valid[17]);
        const swapped = valid.slice(0, at) + (valid[at + 1] ?? "") + valid[at] + valid.slice(at + 2);
        // Among the 17 digits, and only where it changes anything.
        const caught = at === 16 || valid[at] === valid[at + 1] || idNumberCheck(swapped.slice(0, 17)) !== valid[17];
        expect(caught).toBe(true);
      }),
    );
  });
});

it("masks keep what a person recognises and no more", () => {
  expect(maskName("欧阳建国")).toBe("欧***");
  expect(maskPhone("13812345678")).toBe("138****5678");
});
