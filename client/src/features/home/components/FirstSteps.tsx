import { Check } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { firstStepsTexts } from "../first-steps.texts.ts";
import { firstSteps, type FirstStep } from "../first-steps.ts";
import styles from "./FirstSteps.module.css";

interface FirstStepsProps {
  patients: readonly { id: string; consentsMissing: readonly unknown[] }[];
  hasReports: boolean;
}

/** Walks a new person to the first visit: what is done, what comes now, what comes after. */
export function FirstSteps({ patients, hasReports }: FirstStepsProps) {
  const texts = useTexts(firstStepsTexts);
  const steps = firstSteps({ patients, hasReports });
  const now = steps.find(({ done }) => !done)?.step;
  const places: Record<FirstStep, string> = {
    patient: "/me/patients/add",
    consents: `/me/patients/${patients[0]?.id ?? ""}/consents`,
    report: "/reports/add",
    doctor: "/booking",
  };
  return (
    <Section title={texts.first}>
      <List>
        {steps.map(({ step, done }, index) => {
          const [title, detail] = texts.firstSteps[step];
          return (
            <ListItem
              key={step}
              leading={
                <span className={done ? styles.done : step === now ? styles.now : styles.later} aria-hidden>
                  {done ? <Check size={18} strokeWidth={3} /> : index + 1}
                </span>
              }
              title={
                <>
                  <span className="visually-hidden">{done ? texts.done : texts.stepNumber(index + 1)} </span>
                  <span className={step === now ? styles.nowTitle : undefined}>{title}</span>
                </>
              }
              detail={done ? undefined : detail}
              {...(!done && patients.length > 0 && step !== now ? { to: places[step] } : {})}
            />
          );
        })}
      </List>
      {now && (
        <ButtonLink kind="primary" block to={places[now]}>
          {texts.firstSteps[now][0]}
        </ButtonLink>
      )}
    </Section>
  );
}
