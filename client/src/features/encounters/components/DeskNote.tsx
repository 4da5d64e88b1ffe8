import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { noteFieldNames, planFieldNames } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { changedNoteFields, missingNoteFields, tooLongNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import { quietly } from "../../../lib/quietly.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { cx } from "../../../ui/shared/cx.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { lastNoteQuery } from "../api/last-note.ts";
import { noteQuery } from "../api/note.ts";
import { signNote } from "../api/sign-note.ts";
import { fillEmptyFrom } from "../carry-over.ts";
import { useNoteEditor } from "../hooks/use-note-editor.ts";
import { noteTexts } from "../note.texts.ts";
import { DeskNoteField } from "./DeskNoteField.tsx";
import { LastWords } from "./LastWords.tsx";
import { DeskSignedNote } from "./DeskSignedNote.tsx";
import styles from "./DeskNote.module.css";
import { toast } from "../../../ui/shared/toast.ts";

interface Props {
  consultationId: string;
  open: boolean;
  /** There is less room, and what matters then is diagnosis and plan. */
  inCall: boolean;
}

/** The note of a visit (病历, R30): saves itself, signed once, then locked. */
export function DeskNote({ consultationId, open, inCall }: Props) {
  const { data, error, refetch } = useQuery(noteQuery(consultationId));
  if (data && data.status !== "final" && open) return <NoteEditor note={data} inCall={inCall} />;
  return (
    <div className={styles.scrolls}>
      {data ? (
        <DeskSignedNote note={data} />
      ) : error ? (
        <DeskError error={error} onRetry={() => void refetch()} />
      ) : (
        <DeskSkeleton rows={4} />
      )}
    </div>
  );
}

function NoteEditor({ note, inCall }: { note: Note; inCall: boolean }) {
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
  const last = useQuery(lastNoteQuery(note.consultationId)).data ?? null;
  const sign = useDeskSend(signNote, (signed) => {
    queryClient.setQueryData(noteQuery(note.consultationId).queryKey, signed);
    for (const key of ["consultations", "appointments", "plan"])
      void queryClient.invalidateQueries({ queryKey: [key] });
  });
  // Who is writing is not moved. Once more when the last note has come, which makes the fields above taller.
  useEffect(() => {
    if (inCall && !form.current?.contains(document.activeElement))
      form.current?.querySelector(`[data-field="${planFieldNames[0]}"]`)?.scrollIntoView({ block: "start" });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- see above
  }, [inCall, last]);
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
    <div ref={form} className={styles.editor}>
      <div className={cx(styles.scrolls, "stack")}>
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
        {last && Object.keys(fillEmptyFrom(editor.fields, last)).length > 0 && (
          <div>
            <Button size="small" aria-keyshortcuts="l" onClick={() => editor.edit(fillEmptyFrom(editor.fields, last))}>
              {texts.fromLast(sayMoment(last.signature?.signedAt ?? last.updatedAt ?? now, now, language))}
            </Button>
          </div>
        )}
        {noteFieldNames.map((name) => (
          <div key={name} className={styles.field} data-field={name}>
            <DeskNoteField name={name} fields={editor.fields} error={errorAt(name)} onEdit={editor.edit} />
            {last && changedNoteFields({ ...editor.fields, [name]: last[name] }, editor.fields).length > 0 && (
              <LastWords name={name} last={last} onTake={editor.edit} />
            )}
          </div>
        ))}
      </div>
      <div className={styles.foot}>
        <output className="quiet small">{stateWords[editor.state]}</output>
        <Button type="primary" aria-keyshortcuts="Control+Enter" loading={sign.isPending} onClick={trySign}>
          {texts.sign}
        </Button>
      </div>
    </div>
  );
}
