import type { SaveNoteInput } from "@fuzhen/shared/encounters/note.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const saveNote = (input: SaveNoteInput) => api.encounters.saveNote(input);
