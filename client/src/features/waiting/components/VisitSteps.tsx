import { Check } from "lucide-react";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { stepStates, visitSteps } from "../visit-steps.ts";
import { waitingTexts } from "../waiting.texts.ts";
import styles from "./VisitSteps.module.css";

/** The way of a follow-up, step by step as it truly stands; nothing for one that ended without a visit. */
export function VisitSteps({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(waitingTexts);
  const states = stepStates(appointment);
  if (!states) return null;
  return (
    <ol className={styles.steps} aria-label={texts.stepsLabel}>
      {visitSteps.map((step) => (
        <li key={step} data-state={states[step]} aria-current={states[step] === "now" ? "step" : undefined}>
          <span className={styles.sign}>
            {states[step] === "done" && <Check aria-hidden size={14} strokeWidth={3} />}
          </span>
          {texts.steps[step]}
          {states[step] === "done" && <span className="visually-hidden">{texts.done}</span>}
        </li>
      ))}
    </ol>
  );
}
