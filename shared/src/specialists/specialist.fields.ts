/** 职称, highest first. */
export const titles = ["chief", "associate-chief", "attending", "resident"] as const;
export type Title = (typeof titles)[number];

/** Where patients read it (R1): above all, in a section of its own, or in the table of what the law has published. */
export type ProfilePlace = "head" | "section" | "fact";

interface Placed {
  /** Null: patients never get it. */
  profile: ProfilePlace | null;
  /** Its place among the columns of the admin's list; null where it stands in the form alone. */
  column: number | null;
}
type SpecialistFieldRow =
  | (Placed & { kind: "name" | "department" | "title" | "licence-number" | "day" })
  /** Of so many characters, in a box of so many lines. */
  | (Placed & { kind: "text"; most: number; lines: number; required: boolean })
  /** So many short texts of so many characters each. */
  | (Placed & { kind: "words"; most: number; length: number })
  /** Its words are a sentence, which only a form can hold. */
  | { kind: "flag"; profile: null; column: null };

/**
 * What an admin keeps of a specialist, in the order of the form. Contract, form, list, storage, what patients read and the record
 * of a change go through this list: a new field is a row here and its words in desk-specialists.texts.ts, and in
 * specialist-finder.texts.ts if patients read it. Specialists from before it have a text or words blank and a flag unset; another
 * kind has nothing that could stand for "none" and needs a migration.
 */
export const specialistFieldRows = {
  name: { kind: "name", profile: "head", column: 1 },
  departmentId: { kind: "department", profile: "head", column: 3 },
  title: { kind: "title", profile: "head", column: 2 },
  practiceScope: { kind: "text", most: 80, lines: 1, required: true, profile: "fact", column: null },
  licenceNumber: { kind: "licence-number", profile: "fact", column: 4 },
  licenceValidFrom: { kind: "day", profile: null, column: null },
  /** With the day before it: the column shows both. */
  licenceValidTo: { kind: "day", profile: null, column: 5 },
  /** First day of independent clinical work; three full years are needed to see patients online (R4). */
  practiceSince: { kind: "day", profile: null, column: null },
  /** Consent of the hospital the specialist is registered with (R4). */
  hospitalConsent: { kind: "flag", profile: null, column: null },
  diseases: { kind: "words", most: 20, length: 40, profile: "head", column: null },
  about: { kind: "text", most: 1000, lines: 3, required: false, profile: "section", column: null },
} as const satisfies Record<string, SpecialistFieldRow>;

type Rows = typeof specialistFieldRows;
export type SpecialistFieldName = keyof Rows;
export type SpecialistFieldKind = SpecialistFieldRow["kind"];
export type KindOf<Name extends SpecialistFieldName> = Rows[Name]["kind"];

interface Values {
  name: string;
  /** Its id. */
  department: string;
  title: Title;
  "licence-number": string;
  day: string;
  text: string;
  words: string[];
  flag: boolean;
}
export type SpecialistFields = { [Name in SpecialistFieldName]: Values[KindOf<Name>] };

/** A department goes in by its id and is answered with its name, by the side of the fields. */
export type AnsweredFieldName = {
  [Name in SpecialistFieldName]: KindOf<Name> extends "department" ? never : Name;
}[SpecialistFieldName];
export type PublicFieldName = {
  [Name in AnsweredFieldName]: Rows[Name]["profile"] extends null ? never : Name;
}[AnsweredFieldName];
type NamesAt<Place extends ProfilePlace> = {
  [Name in PublicFieldName]: Rows[Name]["profile"] extends Place ? Name : never;
}[PublicFieldName];
/** Those that may be blank. */
export type PlainFieldName = {
  [Name in SpecialistFieldName]: KindOf<Name> extends "text" | "words" | "flag" ? Name : never;
}[SpecialistFieldName];
export type ColumnFieldName = {
  [Name in SpecialistFieldName]: Rows[Name]["column"] extends null ? never : Name;
}[SpecialistFieldName];

export const specialistFieldNames = Object.keys(specialistFieldRows) as SpecialistFieldName[];
export const rowOf = (name: SpecialistFieldName): SpecialistFieldRow => specialistFieldRows[name];

const blanks: Partial<Record<SpecialistFieldKind, unknown>> = { text: "", words: [], flag: false };
const isPlain = (name: SpecialistFieldName): name is PlainFieldName => rowOf(name).kind in blanks;
/** What a new form begins with, and what a specialist from before a field has of it. */
export const blankSpecialistFields = Object.fromEntries(
  specialistFieldNames.filter(isPlain).map((name) => [name, blanks[rowOf(name).kind]]),
) as unknown as Pick<SpecialistFields, PlainFieldName>;

export const answeredFieldNames = specialistFieldNames.filter(
  (name): name is AnsweredFieldName => rowOf(name).kind !== "department",
);
export const publicFieldNames = answeredFieldNames.filter(
  (name): name is PublicFieldName => rowOf(name).profile !== null,
);
export const fieldNamesAt = <Place extends ProfilePlace>(place: Place) =>
  publicFieldNames.filter((name) => rowOf(name).profile === place) as NamesAt<Place>[];
export type ReadFieldName = NamesAt<"section" | "fact">;
/** In the order of the columns. */
export const columnFieldNames = specialistFieldNames
  .filter((name): name is ColumnFieldName => rowOf(name).column !== null)
  .toSorted((a, b) => (rowOf(a).column ?? 0) - (rowOf(b).column ?? 0));
