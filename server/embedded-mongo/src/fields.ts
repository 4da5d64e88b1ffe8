import { isArray, isDoc, isNumeric, typeOf } from "./bson/types.ts";
import type { Doc, Value } from "./bson/types.ts";
import { MongoError } from "./errors.ts";

/** What a field of a command or of one of its parts must be. `flag` takes numbers too, as most options do. */
export type FieldType = "any" | "array" | "bool" | "flag" | "hint" | "number" | "object" | "string";

export interface Field {
  type: FieldType;
  required: boolean;
}

export type Fields = ReadonlyMap<string, Field>;

const TYPES: Readonly<Record<FieldType, (value: Value) => boolean>> = {
  any: () => true,
  array: isArray,
  bool: (value) => typeof value === "boolean",
  flag: (value) => typeof value === "boolean" || isNumeric(value),
  hint: (value) => typeof value === "string" || isDoc(value),
  number: isNumeric,
  object: isDoc,
  string: (value) => typeof value === "string",
};

const isType = (name: string): name is FieldType => Object.hasOwn(TYPES, name);

/** Reads `"filter:object key:string!"`; `!` marks what must be there. */
export const fieldsOf = (list: string): Fields =>
  new Map(
    list
      .split(" ")
      .filter(Boolean)
      .map((entry) => {
        const [name = "", type = ""] = entry.replace("!", "").split(":");
        if (!isType(type)) throw new Error(`unknown field type in '${entry}'`);
        return [name, { type, required: entry.endsWith("!") }] as const;
      }),
  );

const EXPECTED: Readonly<Partial<Record<FieldType, string>>> = {
  flag: "types '[bool, long, int, decimal, double]'",
  hint: "types '[string, object]'",
  number: "types '[long, int, decimal, double]'",
};

/**
 * Holds a document to its fields, as MongoDB's command definitions do: what is not known, of another type or missing is
 * refused, so that no option is ever silently without effect. Null counts as not given. `place` names the document in
 * messages; `given` are fields that came another way.
 */
export const checkFields = (
  document: Doc,
  place: string,
  fields: Fields,
  given: (name: string) => boolean = () => false,
): void => {
  for (const [name, value] of Object.entries(document)) {
    const field = fields.get(name);
    if (field === undefined) throw new MongoError("UnknownField", `BSON field '${place}.${name}' is an unknown field.`);
    if (value !== null && !TYPES[field.type](value))
      throw new MongoError(
        "TypeMismatch",
        `BSON field '${place}.${name}' is the wrong type '${typeOf(value)}', expected ${EXPECTED[field.type] ?? `type '${field.type}'`}`,
      );
  }
  for (const [name, { required }] of fields)
    if (required && (document[name] === undefined || document[name] === null) && !given(name))
      throw new MongoError(40414, `BSON field '${place}.${name}' is missing but a required field`);
};
