import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useRef, useState } from "react";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { MAX_DIAGNOSES, noteLimits } from "@fuzhen/shared/encounters/note.limits.ts";
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
import { Field, LimitedField } from "../../../ui/shared/Field.tsx";
import { noteQuery } from "../api/note.ts";
import { signNote } from "../api/sign-note.ts";
import { useNoteEditor } from "../hooks/use-note-editor.ts";
import { noteTexts } from "../note.texts.ts";
import { DeskDiagnoses } from "./DeskDiagnoses.tsx";
import styles from "./DeskNote.module.css";

/** The note of a visit (病历, R30): saves itself, signed once, then locked. */
export function DeskNote({ consultationId, open }: { consultationId: string; open: boolean }) {
  const { data, error, refetch } = useQuery(noteQuery(consultationId));
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={4} />;
  return data.status === "final" || !open ? <SignedNote note={data} /> : <NoteEditor note={data} />;
}

function NoteEditor({ note }: { note: Note }) {
  const texts = useTexts(noteTexts);
  const common = useTexts(commonTexts);
  const fieldTexts = useTexts(fieldErrorTexts);
  const language = useLanguage();
  const now = useNow();
  const { message, modal } = App.useApp();
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
          void message.error(texts.notSigned);
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
      <LimitedField
        label={texts.chiefComplaint}
        value={editor.fields.chiefComplaint}
        limit={noteLimits.chiefComplaint}
        error={errorAt("chiefComplaint")}
      >
        {(control) => (
          <Input
            {...control}
            placeholder={texts.chiefComplaintHint}
            value={editor.fields.chiefComplaint}
            onChange={(event) => editor.edit({ chiefComplaint: event.target.value })}
          />
        )}
      </LimitedField>
      <LimitedField
        label={texts.presentIllness}
        value={editor.fields.presentIllness}
        limit={noteLimits.presentIllness}
        error={errorAt("presentIllness")}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 2, maxRows: 8 }}
            placeholder={texts.presentIllnessHint}
            value={editor.fields.presentIllness}
            onChange={(event) => editor.edit({ presentIllness: event.target.value })}
          />
        )}
      </LimitedField>
      <Field
        label={texts.diagnoses}
        hint={editor.fields.diagnoses.length < MAX_DIAGNOSES ? undefined : texts.diagnosesFull(MAX_DIAGNOSES)}
        error={errorAt("diagnoses")}
      >
        {(control) => (
          <DeskDiagnoses
            id={control.id}
            value={editor.fields.diagnoses}
            invalid={control["aria-invalid"] ?? false}
            onChange={(diagnoses) => editor.edit({ diagnoses })}
          />
        )}
      </Field>
      <LimitedField label={texts.plan} value={editor.fields.plan} limit={noteLimits.plan} error={errorAt("plan")}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 3, maxRows: 12 }}
            placeholder={texts.planHint}
            value={editor.fields.plan}
            onChange={(event) => editor.edit({ plan: event.target.value })}
          />
        )}
      </LimitedField>
      <div className={styles.foot}>
        <output className="quiet small">{stateWords[editor.state]}</output>
        <Button type="primary" loading={sign.isPending} onClick={trySign}>
          {texts.sign}
        </Button>
      </div>
    </div>
  );
}

function SignedNote({ note }: { note: Note }) {
  const texts = useTexts(noteTexts);
  const language = useLanguage();
  const now = useNow();
  const { signature } = note;
  return (
    <article className="stack">
      {signature && (
        <Notice tone={signature.valid ? "done" : "danger"}>
          {signature.valid
            ? texts.signed(signature.signerName, sayMoment(signature.signedAt, now, language))
            : texts.signatureBroken}
        </Notice>
      )}
      {(["chiefComplaint", "presentIllness"] as const).map((field) => (
        <section key={field}>
          <h3>{texts[field]}</h3>
          <p className="pre">{note[field]}</p>
        </section>
      ))}
      <section>
        <h3>{texts.diagnoses}</h3>
        <ul className={styles.plain}>
          {note.diagnoses.map((diagnosis) => (
            <li key={diagnosis.code}>
              <span className="num">{diagnosis.code}</span> {diagnosis.display}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{texts.plan}</h3>
        <p className="pre">{note.plan}</p>
      </section>
    </article>
  );
}
