import { isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";
import type { StringCompare } from "../values/compare.ts";
import { wholeNumber } from "../values/numbers.ts";

const KNOWN = new Set(["locale", "strength", "caseLevel", "numericOrdering", "caseFirst"]);
const SENSITIVITY = { 1: "base", 2: "accent", 3: "variant" } as const;

/** The string order of a collation document; undefined for binary comparison. Options not carried out are refused. */
export const parseCollation = (value: Value): StringCompare | undefined => {
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) throw badValue("collation must be a document");
  const locale = value["locale"];
  if (typeof locale !== "string") throw badValue("Missing expected field 'locale' in collation");
  if (locale === "simple") return undefined;
  for (const key of Object.keys(value)) {
    if (!KNOWN.has(key)) throw new MongoError("NotImplemented", `collation option '${key}' is not supported`);
  }
  const strength = wholeNumber(value["strength"] ?? 3);
  if (strength !== 1 && strength !== 2 && strength !== 3)
    throw new MongoError("NotImplemented", "only collation strengths 1 to 3 are supported");
  const sensitivity = strength === 1 && value["caseLevel"] === true ? "case" : SENSITIVITY[strength];
  const caseFirst = value["caseFirst"];
  try {
    const collator = new Intl.Collator(locale.replaceAll("_", "-"), {
      sensitivity,
      numeric: value["numericOrdering"] === true,
      caseFirst: caseFirst === "upper" || caseFirst === "lower" ? caseFirst : "false",
    });
    return (a, b) => collator.compare(a, b);
  } catch {
    throw badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`);
  }
};
