import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { EditingSession, NoteRecord, NoteVersion } from "./note.repo.ts";

/** Without a save for so long, the next one begins a new session. */
const PAUSE_MS = 5 * MINUTE_MS;

/** The session that wrote the note last, if this save goes on with it. */
export function sessionOf(
  { editing, updatedAt }: Pick<NoteRecord, "editing" | "updatedAt">,
  save: { sessionId: string | undefined; by: string; at: Date },
): EditingSession | null {
  if (save.sessionId === undefined || editing?.id !== save.sessionId || editing.savedBy !== save.by) return null;
  return save.at.getTime() - updatedAt.getTime() < PAUSE_MS ? editing : null;
}

/** What the session that wrote the note last leaves behind once it is over; null when that is kept already. */
export const leftBehind = ({ id, version, sealedFields, updatedAt, editing }: NoteRecord): NoteVersion | null =>
  editing && {
    noteId: id,
    version,
    basedOn: editing.basedOn,
    sealedFields,
    begunAt: editing.begunAt,
    savedAt: updatedAt,
    savedBy: editing.savedBy,
    requestId: editing.requestId,
  };
