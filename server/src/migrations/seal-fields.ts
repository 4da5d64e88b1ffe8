import type { Services } from "../platform/context.ts";
import { isValidObjectId, type Types } from "../platform/database.ts";
import { changeRow, rowsOf, type RawRow } from "../platform/raw-rows.ts";

/**
 * Fields the first release encrypted, with their old seal contexts. A closed list: nothing is encrypted that way any
 * more.
 */
interface FirstSealed {
  collection: string;
  field: string;
  was: (row: RawRow) => string;
  /** The present seal context, where it also names the field. */
  is?: (row: RawRow) => string;
}

const id = ({ _id }: RawRow) => String(_id);
const reason = (row: RawRow) => `appointment:${id(row)}:reason`;
/** A reference as its hex digits. */
const idAt = (row: RawRow, field: string) => (isValidObjectId(row[field]) ? `${row[field] as Types.ObjectId}` : "");
const note = (row: RawRow) => `note:${id(row)}`;
const noteOfVersion = (row: RawRow) => `note:${idAt(row, "noteId")}`;

const firstSealed: readonly FirstSealed[] = [
  { collection: "users", field: "phoneSealed", was: (row) => `user:${id(row)}` },
  {
    collection: "patients",
    field: "idNumberSealed",
    was: (row) => `patient:${id(row)}`,
    is: (row) => `patient:${id(row)}:id-number`,
  },
  {
    collection: "patients",
    field: "phoneSealed",
    was: (row) => `patient:${id(row)}`,
    is: (row) => `patient:${id(row)}:phone`,
  },
  { collection: "appointments", field: "sealedTexts", was: (row) => `appointment:${id(row)}:texts` },
  { collection: "appointments", field: "judgement.sealedReason", was: reason },
  { collection: "appointments", field: "cancelled.sealedReason", was: reason },
  {
    collection: "reports",
    field: "sealedTitle",
    was: (row) => `report:${id(row)}`,
    is: (row) => `report:${id(row)}:title`,
  },
  {
    collection: "reports",
    field: "sealedPerformer",
    was: (row) => `report:${id(row)}`,
    is: (row) => `report:${id(row)}:performer`,
  },
  { collection: "messages", field: "sealedText", was: (row) => `message:${id(row)}` },
  { collection: "encounter_notes", field: "sealedFields", was: note },
  { collection: "note_versions", field: "sealedFields", was: noteOfVersion },
  { collection: "files", field: "name", was: (row) => `file:${id(row)}` },
  { collection: "notifications", field: "sealedParams", was: (row) => `notification:${id(row)}` },
  {
    collection: "signing_keys",
    field: "privateKeySealed",
    was: (row) => `signing-key:${id(row)}:${idAt(row, "specialistId")}`,
  },
];

function valueAt(row: RawRow, field: string): unknown {
  let value: unknown = row;
  for (const part of field.split("."))
    value =
      typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === part)?.[1] : null;
  return value;
}

/**
 * Re-encrypts texts of the first release under a key that can be rotated, with their seal context inside. The text
 * itself stays the same.
 */
export async function sealAnew({ keys }: Pick<Services, "keys">): Promise<number> {
  let rows = 0;
  for (const { collection, field, was, is = was } of firstSealed)
    for await (const row of rowsOf(collection, { [field]: { $regex: String.raw`^v1\.` } })) {
      const sealed = String(valueAt(row, field));
      const set = { [field]: keys.seal(keys.open(sealed, was(row)), is(row)) };
      if (await changeRow(collection, row, { seen: { [field]: sealed }, set })) rows++;
    }
  return rows;
}

/** Encrypts names and birth dates of patients, which the first release stored plainly (R67). */
export async function sealPersons({ keys }: Pick<Services, "keys">): Promise<number> {
  let rows = 0;
  for await (const row of rowsOf("patients", { name: { $type: "string" } })) {
    const { name, birthDate } = row;
    const sealedPerson = keys.seal(JSON.stringify({ name, birthDate }), `patient:${id(row)}:person`);
    const unset = ["name", "birthDate"];
    if (await changeRow("patients", row, { seen: { name }, set: { sealedPerson }, unset })) rows++;
  }
  return rows;
}
