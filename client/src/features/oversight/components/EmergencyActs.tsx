import { useQuery } from "@tanstack/react-query";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { dayKey, sayClock, sayDate } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { accessLogTexts } from "../access-log.texts.ts";
import { emergencyActsQuery } from "../api/emergency-acts.ts";
import { emergencyActsTexts } from "../emergency-acts.texts.ts";
import styles from "./EmergencyActs.module.css";

/** What an emergency opening was used for, and whether the two knew each other: what its reviewer judges by. */
export function EmergencyActs({ breakGlassId }: { breakGlassId: string }) {
  const texts = useTexts(emergencyActsTexts);
  const { did } = useTexts(accessLogTexts);
  const language = useLanguage();
  const now = useNow();
  const { data, error, refetch } = useQuery(emergencyActsQuery(breakGlassId));
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  const { visits, lastAt } = data.before;
  return (
    <dl className={styles.facts}>
      <dt>{texts.before}</dt>
      <dd>{lastAt === null ? texts.never : texts.treated(visits, sayDate(dayKey(lastAt), now, language))}</dd>
      <dt>{texts.opened}</dt>
      <dd>
        {data.opened.length === 0 && texts.nothing}
        <ul className={styles.list}>
          {data.opened.map(({ purpose, things, firstAt, lastAt: until }) => (
            <li key={purpose}>
              {did[purpose]}
              {things > 1 && ` · ${texts.things(things)}`}{" "}
              <span className="quiet num">
                {sayClock(firstAt)}
                {sayClock(until) !== sayClock(firstAt) && `–${sayClock(until)}`}
              </span>
            </li>
          ))}
        </ul>
        {data.more && <p className="quiet small">{texts.more}</p>}
      </dd>
    </dl>
  );
}
