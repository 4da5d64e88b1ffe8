import type { TalkState, ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { chatTexts } from "../chat.texts.ts";
import styles from "./ConsultationPane.module.css";

/** Under the talk of a visit that is over: until when one may ask, or what else to do with a question. */
export function TalkEnd({ visit, role, talk }: { visit: Consultation; role: ParticipantRole; talk: TalkState }) {
  const texts = useTexts(chatTexts);
  const language = useLanguage();
  const now = useNow();
  const { specialist } = visit.appointment;
  if (talk === "questions" && visit.questionsUntil !== null)
    return <p className={styles.closed}>{texts.askUntil[role](sayMoment(visit.questionsUntil, now, language))}</p>;
  return (
    <div className={styles.closed}>
      <p>{texts.closed[role]}</p>
      {role === "patient" && (
        <ButtonLink kind="text" to={`/booking/specialists/${specialist.id}`}>
          {texts.bookAgain(specialist.name)}
        </ButtonLink>
      )}
    </div>
  );
}
