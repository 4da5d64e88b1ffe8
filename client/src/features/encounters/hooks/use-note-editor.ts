import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import { changedNoteFields, pickNoteFields, tooLongNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { useDraft } from "../../../lib/draft.ts";
import { onLeaving } from "../../../lib/unsaved.ts";
import { saveNote } from "../api/save-note.ts";
import { noteQuery } from "../api/note.ts";

export type SaveState = "saved" | "typing" | "saving" | "offline" | "changed" | "long";

const SAVE_AFTER_MS = 1200;
const RETRY_MS = 4000;

/**
 * A note that is saved automatically a moment after the last keystroke, one save at a time. The text is also kept in
 * the tab's draft, so that a reload or a lost connection loses nothing. `changed`: another window saved; the person
 * decides.
 */
export function useNoteEditor(note: Note) {
  const queryClient = useQueryClient();
  const { draft, change, clear } = useDraft<NoteFields & { version: number }>(`note.${note.consultationId}`, {
    ...pickNoteFields(note),
    version: note.version,
  });
  const [state, setState] = useState<SaveState>(() =>
    changedNoteFields(pickNoteFields(draft), note).length === 0 ? "saved" : "typing",
  );
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  const version = useRef(note.version);
  const running = useRef<Promise<Note | null> | null>(null);

  /** Saves the present text; answers the saved note, or null when it could not be saved. */
  const save = useCallback(async (): Promise<Note | null> => {
    await running.current;
    const sent = pickNoteFields(latest.current);
    // The server takes no part of it then; the whole stays in the draft.
    if (tooLongNoteFields(sent).length > 0) {
      setState("long");
      return null;
    }
    setState("saving");
    const attempt = saveNote({ consultationId: note.consultationId, expectedVersion: version.current, ...sent }).then(
      (saved) => {
        version.current = saved.version;
        queryClient.setQueryData(noteQuery(note.consultationId).queryKey, saved);
        const unchanged = changedNoteFields(sent, latest.current).length === 0;
        setState(unchanged ? "saved" : "typing");
        if (unchanged) clear();
        return saved;
      },
      (error: unknown) => {
        setState(error instanceof ApiError && error.code === "note_changed" ? "changed" : "offline");
        return null;
      },
    );
    running.current = attempt;
    return attempt;
  }, [clear, note.consultationId, queryClient]);

  const waits = state === "typing" ? SAVE_AFTER_MS : state === "offline" ? RETRY_MS : null;
  useEffect(() => {
    const timer = waits === null ? undefined : setTimeout(() => void save(), waits);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each keystroke (`draft`) begins the wait anew
  }, [waits, draft, save]);

  useEffect(() => (state === "saved" ? undefined : onLeaving(save)), [state, save]);

  return {
    fields: draft,
    state,
    save,
    edit: (part: Partial<NoteFields>) => {
      change(part);
      setState("typing");
    },
    /** After `changed`: save the present text over the newest version … */
    async keepMine() {
      const newest = await queryClient.fetchQuery({ ...noteQuery(note.consultationId), staleTime: 0 });
      version.current = newest.version;
      setState("typing");
    },
    /** … or replace it by what the other window saved. */
    async takeTheirs() {
      const newest = await queryClient.fetchQuery({ ...noteQuery(note.consultationId), staleTime: 0 });
      version.current = newest.version;
      change(pickNoteFields(newest));
      clear();
      setState("saved");
    },
  };
}
