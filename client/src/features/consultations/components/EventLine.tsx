import type { TimelineEvent } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { chatTexts } from "../chat.texts.ts";
import styles from "./EventLine.module.css";

/** What happened in the visit, beside what was said; `dated` after a pause, where the clock alone is not enough. */
export function EventLine({ event, at, dated }: { event: TimelineEvent; at: string; dated: boolean }) {
  const texts = useTexts(chatTexts);
  return (
    <li className={styles.line}>
      {texts.events[event]} · <Time at={at} form={dated ? "moment" : "clock"} />
    </li>
  );
}

/** The time of day above what follows a pause. */
export function TimeLine({ at }: { at: string }) {
  return (
    <li className={styles.line}>
      <Time at={at} />
    </li>
  );
}
