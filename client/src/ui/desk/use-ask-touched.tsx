import { useRef } from "react";
import type { Touched } from "@fuzhen/shared/appointments/touched.schema.ts";
import { useLanguage, useTexts } from "../../lib/i18n/define.ts";
import { useErrorText } from "../../lib/i18n/errors.ts";
import { sayMoment } from "../../lib/time.ts";
import { useNow } from "../../lib/use-now.ts";
import { touchedTexts } from "./touched.texts.ts";
import { useAskFirst, type Question } from "./use-ask-first.ts";
import { toast } from "../shared/toast.ts";

type Fate = "stay" | "outside" | "stranded";

interface TouchedQuestion extends Omit<Question, "content"> {
  /** What the step itself does. */
  hint: string;
  fate: Fate;
  /** The step takes nothing away by itself: it is made without a question when it touches nobody. */
  onlyWhenTouched?: boolean;
}

/** Asks before a step that takes something away, after the server has said whom it touches; where it cannot say, nothing is asked. */
export function useAskTouched() {
  const askFirst = useAskFirst();
  const errorText = useErrorText();
  const looking = useRef(false);
  return async (
    look: () => Promise<Touched>,
    { hint, fate, onlyWhenTouched = false, ...question }: TouchedQuestion,
  ): Promise<void> => {
    if (looking.current) return;
    looking.current = true;
    try {
      const touched = await look();
      if (onlyWhenTouched && touched.appointments === 0) {
        await question.onOk();
        return;
      }
      askFirst({ ...question, content: <TouchedWords touched={touched} hint={hint} fate={fate} /> });
    } catch (fault) {
      toast(errorText(fault), "danger");
    } finally {
      looking.current = false;
    }
  };
}

function TouchedWords({ touched, hint, fate }: { touched: Touched; hint: string; fate: Fate }) {
  const texts = useTexts(touchedTexts);
  const language = useLanguage();
  const now = useNow();
  const { appointments, patients, next, specialists } = touched;
  const names = specialists.names.join(language === "zh" ? "、" : ", ");
  return (
    <div className="stack-tight">
      <p>{hint}</p>
      {specialists.count > 0 && (
        <p>
          {texts.specialists(specialists.count, specialists.count > specialists.names.length ? `${names}…` : names)}
        </p>
      )}
      {appointments === 0 && <p>{texts.nobody}</p>}
      {appointments > 0 && (
        <>
          <p>
            <strong>{texts.visits(appointments, patients)}</strong> {texts.fate[fate]}
          </p>
          {next.length > 0 && (
            <ul>
              {next.map((visit) => (
                <li key={visit.id} className="num">
                  {sayMoment(visit.start, now, language)} · {visit.patientNameMasked} · {visit.specialistName}
                </li>
              ))}
              {appointments > next.length && <li>{texts.more(appointments - next.length)}</li>}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
