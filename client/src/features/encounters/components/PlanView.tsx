import { BadgeCheck, TriangleAlert } from "lucide-react";
import { isTextField, planFieldNames, type PlanFieldName } from "@fuzhen/shared/encounters/note.fields.ts";
import { diagnosisWords } from "@fuzhen/shared/encounters/note.rules.ts";
import type { Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { dayKey, sayClock } from "../../../lib/time.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { planTexts } from "../plan.texts.ts";
import styles from "./PlanView.module.css";

/** The whole date: this page is kept and printed, so 今天 would soon be wrong. */
function sayPlainDate(at: string, language: "zh" | "en"): string {
  const [year = "", month = "", day = ""] = dayKey(at).split("-");
  const date = language === "zh" ? `${year}年${Number(month)}月${Number(day)}日` : `${year}-${month}-${day}`;
  return `${date} ${sayClock(at)}`;
}

/**
 * What the patient carries home: to be read, followed, printed and shown to another doctor. `askUntil`: while the chat of the
 * visit still takes questions.
 */
export function PlanView({ plan, askUntil = null }: { plan: Plan; askUntil?: string | null }) {
  const texts = useTexts(planTexts);
  const language = useLanguage();
  const { signature } = plan;
  return (
    <article className={styles.plan}>
      <header className={styles.head}>
        <p className={styles.place}>
          {plan.organizationName} {plan.departmentName}
        </p>
        <p>{texts.forPatient(plan.patientName)}</p>
      </header>
      <div className={styles.hint}>
        <Notice>{askUntil === null ? texts.howToRead : texts.howToAsk(sayPlainDate(askUntil, language))}</Notice>
      </div>
      {planFieldNames.map((name) => (
        <section key={name} className={styles.part}>
          <h2>{texts.fields[name]}</h2>
          <Written plan={plan} name={name} />
        </section>
      ))}
      <footer className={styles.foot}>
        <dl className={styles.facts}>
          <dt>{texts.signature}</dt>
          <dd>{texts.signedBy(signature.signerName)}</dd>
          <dt>{texts.signedAt}</dt>
          <dd>
            <time dateTime={signature.signedAt}>{sayPlainDate(signature.signedAt, language)}</time>
          </dd>
        </dl>
        {signature.valid ? (
          <Notice tone="done" icon={<BadgeCheck aria-hidden size={20} />}>
            {texts.valid} <span className={`${styles.key} secondary`}>{texts.code(signature.number)}</span>
          </Notice>
        ) : (
          <Notice tone="danger" icon={<TriangleAlert aria-hidden size={20} />}>
            {texts.invalid}
          </Notice>
        )}
        <Notice tone="attention">{texts.emergency}</Notice>
      </footer>
    </article>
  );
}

function Written({ plan, name }: { plan: Plan; name: PlanFieldName }) {
  if (isTextField(name)) return <p className={styles.text}>{plan[name]}</p>;
  return (
    <ul className={styles.diagnoses}>
      {plan[name].map((diagnosis) => {
        const { name: said, coded } = diagnosisWords(diagnosis);
        return (
          <li key={diagnosis.code}>
            {said} <span className="quiet num">{coded}</span>
          </li>
        );
      })}
    </ul>
  );
}
