import { isTextField, noteFieldNames, type NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";

const isEmpty = (fields: NoteFields, name: (typeof noteFieldNames)[number]) =>
  isTextField(name) ? fields[name].trim() === "" : fields[name].length === 0;

/** What the last note has for fields that are still empty; what is written already stays. */
export const fillEmptyFrom = (fields: NoteFields, last: NoteFields): Partial<NoteFields> =>
  Object.fromEntries(
    noteFieldNames.filter((name) => isEmpty(fields, name) && !isEmpty(last, name)).map((name) => [name, last[name]]),
  );
