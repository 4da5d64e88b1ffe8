import { MongoError } from "../errors.ts";

export const dollarName = (name: string) =>
  new MongoError(
    16410,
    `FieldPath field names may not start with '$'. Consider using $getField or $setField. Found: ${name}`,
  );

/** The parts of a path that names a field of results: none may be empty or begin with a dollar. */
export const checkFieldPath = (path: string): string[] => {
  if (path === "") throw new MongoError(40352, "FieldPath cannot be constructed with empty string");
  if (path.endsWith(".")) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  const parts = path.split(".");
  if (parts.includes("")) throw new MongoError(15998, "FieldPath field names may not be empty strings.");
  const dollar = parts.find((part) => part.startsWith("$"));
  if (dollar !== undefined) throw dollarName(dollar);
  return parts;
};
