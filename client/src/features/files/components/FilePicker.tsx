import { Camera, Images } from "lucide-react";
import type { ChangeEvent } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { filesTexts } from "../files.texts.ts";
import styles from "./FilePicker.module.css";

/** The camera first, the album and files second. Native inputs: every phone has its own good picker. */
export function FilePicker({ onPick }: { onPick: (files: File[]) => void }) {
  const texts = useTexts(filesTexts);
  const picked = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    // Reset, because otherwise the same photo could not be chosen again after removal.
    event.target.value = "";
    if (files.length > 0) onPick(files);
  };
  return (
    <div className={styles.picker}>
      <label className={styles.camera}>
        <Camera aria-hidden size={24} />
        <span>{texts.camera}</span>
        <input type="file" accept="image/*" capture="environment" className="visually-hidden" onChange={picked} />
      </label>
      <label className={styles.album}>
        <Images aria-hidden size={24} />
        <span>{texts.pick}</span>
        <input
          type="file"
          multiple
          accept="image/*,.heic,.heif,application/pdf,.pdf"
          className="visually-hidden"
          onChange={picked}
        />
      </label>
    </div>
  );
}
