import { Button } from "antd";
import { isTextField, type NoteFieldName, type NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { noteTexts } from "../note.texts.ts";
import styles from "./DeskNote.module.css";

interface Props {
  name: NoteFieldName;
  last: NoteFields;
  onTake: (part: Partial<NoteFields>) => void;
}

/** Beside a field: what its specialist wrote there last time, to be taken over by a press. */
export function LastWords({ name, last, onTake }: Props) {
  const texts = useTexts(noteTexts);
  const words = isTextField(name) ? last[name] : last[name].map(({ code, display }) => `${code} ${display}`).join("；");
  if (words === "") return null;
  return (
    <div className={styles.last}>
      <p className={styles.lastWords} title={words}>
        {texts.lastTime(words)}
      </p>
      <Button size="small" type="text" onClick={() => onTake({ [name]: last[name] })}>
        {texts.take}
        <span className="visually-hidden">{texts.fields[name].label}</span>
      </Button>
    </div>
  );
}
