import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useRef, useState } from "react";
import { noteFieldNames } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { missingNoteFields, tooLongNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import { quietly } from "../../../lib/quietly.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { noteQuery } from "../api/note.ts";
import { signNote } from "../api/sign-note.ts";
import { useNoteEditor } from "../hooks/use-note-editor.ts";
import { noteTexts } from "../note.texts.ts";
import { DeskNoteField } from "./DeskNoteField.tsx";
import { DeskSignedNote } from "./DeskSignedNote.tsx";
import styles from "./DeskNote.module.css";
import { toast } from "../../../ui/shared/toast.ts";

/** The note of a visit (病历, R30): saves itself, signed once, then locked. */
export function DeskNote({ consultationId, open }: { consultationId: string; open: boolean }) {
  const { data, error, refetch } = useQuery(noteQuery(consultationId));
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={4} />;
  return data.status === "final" || !open ? <DeskSignedNote note={data} /> : <NoteEditor note={data} />;
}

function NoteEditor({ note }: { note: Note }) {
  const texts = useTexts(noteTexts);
  const common = useTexts(commonTexts);
  const fieldTexts = useTexts(fieldErrorTexts);
  const language = useLanguage();
  const now = useNow();
  const { modal } = App.useApp();
  const queryClient = useQueryClient();
  const editor = useNoteEditor(note);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const sign = useDeskSend(signNote, (signed) => {
    queryClient.setQueryData(noteQuery(note.consultationId).queryKey, signed);
    for (const key of ["consultations", "appointments", "plan"])
      void queryClient.invalidateQueries({ queryKey: [key] });
  });
  const missing = tried ? missingNoteFields(editor.fields).map((field) => field.path) : [];
  const errorAt = (path: string) => (missing.includes(path) ? fieldTexts.required : undefined);
  const trySign = () => {
    setTried(true);
    if (missingNoteFields(editor.fields).length > 0 || tooLongNoteFields(editor.fields).length > 0) {
      // Once the marks are drawn: the first one may lie above or below what is in view.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    modal.confirm({
      title: texts.signTitle,
      content: texts.signLead,
      okText: texts.sign,
      cancelText: common.cancel,
      onOk: async () => {
        const saved = await editor.save();
        if (!saved) {
          toast(texts.notSigned, "danger");
          return;
        }
        // A refusal is told by `sign` itself; the question closes either way.
        await quietly(sign.mutateAsync({ consultationId: note.consultationId, expectedVersion: saved.version }));
      },
    });
  };
  const stateWords = {
    saved: note.updatedAt ? texts.state.saved(sayMoment(note.updatedAt, now, language)) : texts.state.empty,
    typing: texts.state.typing,
    saving: texts.state.saving,
    offline: texts.state.offline,
    changed: texts.changedTitle,
    long: texts.state.long,
  };
  return (
    <div ref={form} className="stack">
      {editor.state === "changed" && (
        <Notice tone="attention">
          <p>{texts.changedLead}</p>
          <Button size="small" onClick={() => void editor.keepMine()}>
            {texts.keepMine}
          </Button>{" "}
          <Button size="small" onClick={() => void editor.takeTheirs()}>
            {texts.takeTheirs}
          </Button>
        </Notice>
      )}
      {noteFieldNames.map((name) => (
        <DeskNoteField key={name} name={name} fields={editor.fields} error={errorAt(name)} onEdit={editor.edit} />
      ))}
      <div className={styles.foot}>
        <output className="quiet small">{stateWords[editor.state]}</output>
        <Button type="primary" loading={sign.isPending} onClick={trySign}>
          {texts.sign}
        </Button>
      </div>
    </div>
  );
}
