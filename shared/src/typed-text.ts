import { isVisible, UNSEEN } from "./visible-text.ts";

/**
 * What people type, folded before it is checked or compared: the same on both sides, so that the phone never refuses what
 * the server would take. Keyboards put full-width forms, blanks, hyphens, invisible and direction marks where nobody sees
 * them; copied numbers come with `+86` and spaces. Pure; Unicode 15 names.
 */

/** The unseen ones that are no blanks; line breaks and tabs are blanks. */
const MARKS = /(?!\s)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u{1d159}]/gu;
/** Dashes of every kind, the minus sign, what people put between groups of digits, and the frame of a key (1️⃣). */
const BETWEEN_DIGITS = /[\p{Pd}\p{Me}\u2212\u02d7\u30fc._/()[\]·•・‧∙⋅~|,、。]/gu;

/** Digits of all scripts that a keyboard can be set to, as 0 to 9. */
function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    // Decimal digits stand in tens without a gap (Unicode, General_Category Nd); a block may follow a block.
    while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return point - zero < 10 ? String(point - zero) : digit;
  });
}

const foldDigits = (typed: string): string =>
  asciiDigits(typed.normalize("NFKC")).replace(UNSEEN, "").replaceAll(BETWEEN_DIGITS, "").normalize("NFC");

/** A one-time code as typed or pasted: `１２３ ４５６` and `123-456` are `123456`. */
export const foldCode = (typed: string): string => foldDigits(typed);

/** Signs of money and units that are written beside a number, and what separates thousands. */
const BESIDE_NUMBERS = /[\s,'￥¥元次天小时分钟号]/gu;

/**
 * A number as typed, in the digits and with the point and minus that `Number` reads: `１２。５`, `¥1,200` and `－3`. Empty when it is
 * none.
 */
export function foldNumber(typed: string): string {
  const number = asciiDigits(typed.normalize("NFKC").replaceAll(MARKS, ""))
    .replaceAll(/[。．]/gu, ".")
    .replaceAll(/[\p{Pd}\u2212]/gu, "-")
    .replaceAll(BESIDE_NUMBERS, "");
  return /^-?\d*\.?\d*$/.test(number) ? number : "";
}

/**
 * A mobile number without blanks, hyphens, the country's prefix and the 0 that was dialled for another city:
 * `+86 138-0013-8000`, `+86 (0)138 …` and `0138 …` are `13800138000`.
 */
export const foldPhone = (typed: string): string =>
  foldDigits(typed).replace(/^(?:(?:\+|\+?00|0)?86)?0?(?=1\d{10}$)/, "");

/** Cyrillic and Greek letters, and signs, that look like a letter of a document's number; × is what a Chinese keyboard has. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  "АAВBЕEКKМMНHОOРPСCТTУYХXΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX×X✕X✖X╳X❌X"
    .match(/../gu)
    ?.map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

/** The number of an identity document: capital letters and digits alone, without the `<` of the lines for machines. */
export const foldDocumentNumber = (typed: string): string =>
  foldDigits(typed)
    .toUpperCase()
    .replaceAll(/[\u0370-\u04ff×✕✖╳❌]/gu, (letter) => LOOKALIKES.get(letter) ?? letter)
    .replaceAll("<", "")
    .normalize("NFC");

/**
 * Dots that stand between the parts of a name: the keyboard decides which one comes, the card has U+00B7. Before NFKC, which
 * makes a vowel of U+318D and a blank with an accent of U+02D9.
 */
const MIDDLE_DOTS =
  /[\u00b7\u02d9\u0387\u119e\u1427\u16eb\u2022\u2027\u2219\u22c5\u25aa\u25cf\u25e6\u26ab\u2981\u2b24\u2e30\u2e31\u2e33\u30fb\u318d\uff0e\uff65\u{10101}]/gu;
/** Also before NFKC, for which ´ is a blank with an accent. */
const APOSTROPHES =
  /[\u0060\u00b4\u02b9-\u02bf\u02c8\u0374\u0384\u05f3\u1fbd\u1fbf\u1fef\u1ffd\u1ffe\u2018\u2019\u201b\u2032\u2035\ua78b\ua78c\uff07\uff40]/gu;
// No look-behind here: Safari before 16.4 cannot read it.
/** Full stops of either kind between Han characters are a dot typed on a keyboard that has none. */
const STOP_IN_HAN = /(\p{Script=Han}) ?[.\u3002]+ ?(?=\p{Script=Han})/gu;
/**
 * Radicals that look like a letter of a name and stand for it in text copied from PDFs (Unicode, CJK Radicals Supplement, by their
 * names); NFKC folds those of the Kangxi block alone.
 */
const RADICALS: ReadonlyMap<string, string> = new Map(
  "⺟母⺠民⺩王⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
    .match(/../gu)
    ?.map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);
/** Circles that stand for 〇, which most keyboards hide. */
const CIRCLES = /[\u25cb\u25ef]/gu;

/**
 * A person's name as it is kept: compatibility forms and width folded (NFKC), one kind of dot, apostrophe and blank,
 * nothing invisible, no blanks between Han characters, where a card has none.
 */
export function foldName(typed: string): string {
  return typed
    .replace(MARKS, "")
    .replaceAll(MIDDLE_DOTS, "·")
    .replaceAll(APOSTROPHES, "'")
    .normalize("NFKC")
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(/[\u2e80-\u2ef3]/gu, (letter) => RADICALS.get(letter) ?? letter)
    .replaceAll(/[\p{Pd}\u2212]/gu, "-")
    .replaceAll(CIRCLES, "〇")
    .replace(MARKS, "")
    .replaceAll(/[\s\u2800]+/gu, " ")
    .trim()
    .replace(STOP_IN_HAN, "$1·")
    .replaceAll(/ ?(?:· ?)+/gu, "·")
    .replaceAll(/ ?(?:- ?)+/gu, "-")
    .replaceAll(/^[·-]+|[·-]+$/gu, "")
    .replaceAll(/([\p{Script=Han}〇]) (?=[\p{Script=Han}〇])/gu, "$1")
    .trim();
}

/** Full-width letters and digits, and doubles of Han characters that look the same. */
const WIDE_OR_DOUBLE = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2e80-\u2fdf\uf900-\ufaff]/gu;

/** The name of a thing: its letters folded, its signs as typed, nothing invisible, no blanks between Han characters. */
export const foldTitle = (typed: string): string =>
  typed
    .replace(MARKS, "")
    .normalize("NFC")
    .replaceAll(WIDE_OR_DOUBLE, (letter) => letter.normalize("NFKC"))
    .replaceAll(/[\s\u2800]+/gu, " ")
    .trim()
    .replaceAll(/([\p{Script=Han}〇]) (?=[\p{Script=Han}〇])/gu, "$1");

/** By what two names are the same name: folded, without case (ß is SS), blanks, dots, hyphens and apostrophes. */
export const nameKey = (name: string): string =>
  foldName(name)
    .replaceAll(/[ ·.。'-]/gu, "")
    // The capital ẞ is its own capital; its small letter is the one that becomes SS.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFC");

const NAME = /^[\p{L}〇][\p{L}\p{Mn}\p{Mc}〇·.' -]*$/u;
/** Marks stand on letters alone, and on none of Han, where a card has none. */
const STRAY_MARK = /[\p{Script=Han}·.' -]\p{M}/u;

/** What is wrong with a folded name, as a key of the field's texts; null when nothing is. */
export function nameFault(name: string): "required" | "private_use" | "combining_marks" | "name" | "too_long" | null {
  if (!isVisible(name)) return "required";
  if (/\p{Co}/u.test(name)) return "private_use";
  if (/\p{M}{3,}/u.test(name)) return "combining_marks";
  if ([...name].length > MAX_NAME) return "too_long";
  if ([...name].length < 2 || !NAME.test(name) || STRAY_MARK.test(name)) return "name";
  return null;
}
/** Letters of the longest name: those of Xinjiang and of passports are long. */
export const MAX_NAME = 40;
