import type { SaveNoteInput } from "@fuzhen/shared/encounters/note.schema.ts";
import { api } from "../../../lib/api/client.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";

/** Of this page until it is loaded anew: what it saves without a long pause is kept as one editing session (R33). */
const editingId = newRequestKey();

export const saveNote = (input: Omit<SaveNoteInput, "editingId">) => api.encounters.saveNote({ ...input, editingId });
