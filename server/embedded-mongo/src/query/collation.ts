import { isDoc } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import { MongoError, badValue, typeMismatch } from "../errors.ts";
import { checkFields, fieldsOf } from "../fields.ts";
import type { StringCompare } from "../values/compare.ts";
import { wholeNumber } from "../values/numbers.ts";

const FIELDS = fieldsOf(
  "locale:string! strength:number caseLevel:bool caseFirst:string numericOrdering:bool alternate:string maxVariable:string normalization:bool backwards:bool version:string",
);
const SENSITIVITY = { 1: "base", 2: "accent", 3: "variant" } as const;

const notHere = (option: string) =>
  new MongoError("NotImplemented", `collation option '${option}' is not supported by the embedded database`);

const oneOf = (spec: Doc, name: string, values: readonly string[]): void => {
  const value = spec[name];
  if (value !== undefined && (typeof value !== "string" || !values.includes(value)))
    throw badValue(`Enumeration value for field 'collation.${name}' is not a valid value.`);
};

/** Options of ICU that JavaScript's collator does not have may say what it does anyway, and nothing else. */
const checkDefaults = (spec: Doc): void => {
  oneOf(spec, "caseFirst", ["upper", "lower", "off"]);
  oneOf(spec, "alternate", ["non-ignorable", "shifted"]);
  oneOf(spec, "maxVariable", ["punct", "space"]);
  if (spec["alternate"] === "shifted") throw notHere("alternate: shifted");
  for (const name of ["normalization", "backwards"]) if (spec[name] === true) throw notHere(name);
  if (spec["version"] !== undefined) throw notHere("version");
};

/** JavaScript takes any well-formed name for a locale and quietly sorts by another one; MongoDB knows its own. */
const canonical = (locale: string): string => {
  const invalid = badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`);
  try {
    const [name] = Intl.getCanonicalLocales(locale.replaceAll("_", "-"));
    if (name !== undefined && new Intl.Collator(name).resolvedOptions().locale === name) return name;
  } catch {
    throw invalid;
  }
  throw invalid;
};

/** The string order of a collation document; undefined for binary comparison. Options not carried out are refused. */
export const parseCollation = (value: Value): StringCompare | undefined => {
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) throw typeMismatch("collation must be a document");
  checkFields(value, "collation", FIELDS);
  const { locale } = value;
  if (typeof locale !== "string") throw typeMismatch("collation needs a locale");
  if (locale === "simple") {
    if (Object.keys(value).length > 1) throw badValue("the 'simple' locale cannot have further collation options");
    return undefined;
  }
  checkDefaults(value);
  const strength = wholeNumber(value["strength"] ?? 3);
  if (strength === 4 || strength === 5) throw notHere(`strength: ${strength}`);
  if (strength !== 1 && strength !== 2 && strength !== 3)
    throw new MongoError(51024, "BSON field 'collation.strength' value must be between 1 and 5");
  const caseLevel = value["caseLevel"] === true;
  if (caseLevel && strength !== 1) throw notHere(`caseLevel with strength ${strength}`);
  const collator = new Intl.Collator(canonical(locale), {
    sensitivity: caseLevel ? "case" : SENSITIVITY[strength],
    numeric: value["numericOrdering"] === true,
    caseFirst: value["caseFirst"] === "upper" ? "upper" : value["caseFirst"] === "lower" ? "lower" : "false",
  });
  return (a, b) => collator.compare(a, b);
};
