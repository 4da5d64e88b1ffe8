import { Button, Checkbox } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { factorTexts } from "../factors.texts.ts";
import styles from "../../../ui/desk/Security.module.css";
import { toast } from "../../../ui/shared/toast.ts";

/** Shown once; closes only after the person confirms that the codes are kept. */
export function DeskRecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const texts = useTexts(factorTexts);
  const [kept, setKept] = useState(false);
  const words = [texts.fileTitle, "", ...codes, ""].join("\n");
  const copy = () => navigator.clipboard.writeText(words).then(() => toast(texts.copied, "done"));
  return (
    <div className="stack">
      <p>{texts.codesLead}</p>
      <div data-print className={styles.printed}>
        <p className={styles.printTitle}>{texts.fileTitle}</p>
        <ul aria-label={texts.codes} className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.foot}>
        {/* Plain-http pages have no clipboard. */}
        {"clipboard" in navigator && <Button onClick={() => void copy()}>{texts.copy}</Button>}
        <Button onClick={() => saveText("fuzhen-recovery-codes.txt", words)}>{texts.download}</Button>
        <Button onClick={() => window.print()}>{texts.print}</Button>
      </div>
      <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>
        {texts.saved}
      </Checkbox>
      <div>
        <Button type="primary" disabled={!kept} onClick={onKept}>
          {texts.goOn}
        </Button>
      </div>
    </div>
  );
}

function saveText(name: string, words: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
