import { foldCode, foldName, foldPhone, nameFault } from "@fuzhen/shared/typed-text.ts";
import { isVisible } from "@fuzhen/shared/visible-text.ts";

/**
 * Checks of the desk's form fields. They repeat the contract's schemas without zod, which the client does not load; a
 * test compares the two. Each answers the key of a text, or null when nothing is wrong.
 */
export type FieldCheck = (value: unknown) => string | null;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const filled: FieldCheck = (value) => (isVisible(textOf(value)) ? null : "required");

/** Nothing but `check`, if any, and no longer than the server takes it. */
export const within =
  (limit: number, check?: FieldCheck): FieldCheck =>
  (value) =>
    check?.(value) ?? (textOf(value).trim().length > limit ? "too_long" : null);

export const personName: FieldCheck = (value) => nameFault(foldName(textOf(value)));

export const phone: FieldCheck = (value) =>
  filled(value) ?? (/^1[3-9]\d{9}$/.test(foldPhone(textOf(value))) ? null : "phone");

/** A number the public may call; none is allowed. Written here again since `fields.ts` brings zod with it. */
export const publicPhone: FieldCheck = (value) => {
  const text = textOf(value).trim();
  const fits = /^(?:\+?\d[\d -]{2,18}\d(?: ?(?:转|ext\.?) ?\d{1,6})?)?$/.test(text);
  return fits && text.length <= 40 ? null : "public_phone";
};

export const licenceNumber: FieldCheck = (value) =>
  filled(value) ?? (/^\d{15}$/.test(foldCode(textOf(value))) ? null : "licence_number");

/** A whole number within limits; `code` is said of everything else, emptiness too. */
export const wholeNumber =
  (least: number, most: number, code: string): FieldCheck =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? null : code;

/** A password: any characters, blanks too. */
export const given: FieldCheck = (value) => (textOf(value) === "" ? "required" : null);
export const MAX_PASSWORD = 128;

/** A list of so many short texts. */
export const words =
  (most: number, length: number): FieldCheck =>
  (value) => {
    const list = Array.isArray(value) ? value : [];
    if (list.length > most) return "too_many";
    return list.some((word) => textOf(word).trim().length > length) ? "too_long" : null;
  };
