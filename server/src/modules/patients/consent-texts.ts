import { consentTexts } from "@fuzhen/shared/patients/consent-texts.ts";
import { consentPurposes, type ConsentPurpose, type ConsentText } from "@fuzhen/shared/patients/patient.schema.ts";
import { sha256 } from "../../platform/signing.ts";

/** The texts in force, with the hash that is stored with each consent as proof of what was read (R9). */
export const consentTextsInForce: readonly ConsentText[] = consentPurposes.map((purpose) => {
  const { version, title, body } = consentTexts[purpose];
  return { purpose, version, title, body, sha256: sha256([title, ...body].join("\n")) };
});

export function consentTextOf(purpose: ConsentPurpose): ConsentText {
  const text = consentTextsInForce.find((item) => item.purpose === purpose);
  if (!text) throw new Error(`no consent text for ${purpose}`);
  return text;
}
