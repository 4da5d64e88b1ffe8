import { isTextField, noteFieldNames, type NoteFieldName } from "@fuzhen/shared/encounters/note.fields.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { noteTexts } from "../note.texts.ts";
import styles from "./DeskNote.module.css";

/** A note that can no longer be written on. */
export function DeskSignedNote({ note }: { note: Note }) {
  const texts = useTexts(noteTexts);
  const language = useLanguage();
  const now = useNow();
  const { signature, status } = note;
  return (
    <article className="stack">
      {signature?.valid && (
        <Notice tone="done">
          <p>{texts.signed(signature.signerName, sayMoment(signature.signedAt, now, language))}</p>
          <p className="quiet small">{texts.number(signature.number)}</p>
        </Notice>
      )}
      {status === "final" && !signature?.valid && <Notice tone="danger">{texts.signatureBroken}</Notice>}
      {noteFieldNames.map((name) => (
        <section key={name}>
          <h3>{texts.fields[name].label}</h3>
          <Written note={note} name={name} />
        </section>
      ))}
    </article>
  );
}

function Written({ note, name }: { note: Note; name: NoteFieldName }) {
  const texts = useTexts(noteTexts);
  if (isTextField(name)) return <p className="pre">{note[name]}</p>;
  return (
    <ul className={styles.plain}>
      {note[name].map(({ code, display, text }) => (
        <li key={code}>
          <span className="num">{code}</span> {display}
          {text !== undefined && <p>{texts.ownWords(text)}</p>}
        </li>
      ))}
    </ul>
  );
}
