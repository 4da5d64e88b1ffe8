import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useConnection } from "../../lib/connection.ts";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { keptSince, subscribeKept } from "../../lib/kept/kept-since.ts";
import { Time } from "../shared/Time.tsx";
import styles from "./OfflineBanner.module.css";

/**
 * Says what still works while the line is down, and when the page shows what was read earlier; silent otherwise. The
 * region is always there, so that it is read aloud.
 */
export function OfflineBanner() {
  const { online, live } = useConnection();
  const since = useSyncExternalStore(subscribeKept, keptSince);
  const texts = useTexts(commonTexts);
  return (
    <output className={styles.region}>
      {since !== null ? (
        <p className={styles.banner}>
          <CloudOff aria-hidden size={20} />
          <span>
            {texts.keptFrom} <Time at={since} />
          </span>
        </p>
      ) : (
        !online && (
          <p className={styles.banner}>
            <CloudOff aria-hidden size={20} />
            <span>
              <strong>{texts.offline.title}</strong> <span className="secondary">{texts.offline.hint}</span>
            </span>
          </p>
        )
      )}
      {online && since === null && live === "reconnecting" && <p className={styles.banner}>{texts.reconnecting}</p>}
    </output>
  );
}
