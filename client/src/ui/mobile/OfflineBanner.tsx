import { CloudOff } from "lucide-react";
import { useConnection } from "../../lib/connection.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import styles from "./OfflineBanner.module.css";

/** Says what still works while the line is down; silent otherwise. The region is always there, so that it is read aloud. */
export function OfflineBanner() {
  const { online, live } = useConnection();
  const texts = useTexts(commonTexts);
  return (
    <output className={styles.region}>
      {!online && (
        <p className={styles.banner}>
          <CloudOff aria-hidden size={20} />
          <span>
            <strong>{texts.offline.title}</strong> <span className="secondary">{texts.offline.hint}</span>
          </span>
        </p>
      )}
      {online && live === "reconnecting" && <p className={styles.banner}>{texts.reconnecting}</p>}
    </output>
  );
}
