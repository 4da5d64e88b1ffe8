import { CloudOff } from "lucide-react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { Button } from "./Button.tsx";
import styles from "./States.module.css";

/** In the place of what cannot come while line or server are away. It must come by itself later: give what tries again. */
export function LineAway({ onRetry, retrying = false }: { onRetry: () => void; retrying?: boolean }) {
  const texts = useTexts(commonTexts);
  return (
    <div className={styles.away} role="alert">
      <span className={styles.sign}>
        <CloudOff aria-hidden size={40} />
      </span>
      <h2>{texts.lineAway.title}</h2>
      <p>{texts.lineAway.hint}</p>
      <Button loading={retrying} onClick={onRetry}>
        {texts.retry}
      </Button>
    </div>
  );
}
