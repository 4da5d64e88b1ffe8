import type { TalkState } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { meIn } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { chatTexts } from "../chat.texts.ts";
import styles from "./ConsultationPane.module.css";

/** Under the talk of a visit that is over: until when one may ask, or what else to do with a question. */
export default function TalkEnd({ visit, talk }: { visit: Consultation; talk: TalkState }) {
  // Whoever is at the patient's side reads the patient's words, whoever treats the doctor's.
  const kind = meIn(visit)?.kind;
  const side = kind === "patient" || kind === "guest" ? "patient" : "specialist";
  const texts = useTexts(chatTexts);
  const language = useLanguage();
  const now = useNow();
  const { specialist } = visit.appointment;
  if (talk === "questions" && visit.questionsUntil !== null)
    return <p className={styles.closed}>{texts.askUntil[side](sayMoment(visit.questionsUntil, now, language))}</p>;
  return (
    <div className={styles.closed}>
      <p>{texts.closed[side]}</p>
      {kind === "patient" && (
        <ButtonLink kind="text" to={`/booking/specialists/${specialist.id}`}>
          {texts.bookAgain(specialist.name)}
        </ButtonLink>
      )}
    </div>
  );
}
