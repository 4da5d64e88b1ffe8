import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS, dayOf } from "@fuzhen/shared/time.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { PersonLine } from "../../../../ui/desk/PersonLine.tsx";
import { Tag } from "../../../../ui/shared/Tag.tsx";
import { Time } from "../../../../ui/shared/Time.tsx";
import { deskWorklistTexts } from "../../desk-worklist.texts.ts";
import styles from "./DeskPatient.module.css";

/** Who this is and why they come, as they said when booking. `lastVisitAt`: end of the visit before, if any. */
export function DeskPatient({ appointment, lastVisitAt }: { appointment: Appointment; lastVisitAt: string | null }) {
  const texts = useTexts(deskWorklistTexts);
  const { patient } = appointment;
  const daysSince = lastVisitAt
    ? Math.round((Date.parse(dayOf(new Date(appointment.start))) - Date.parse(dayOf(new Date(lastVisitAt)))) / DAY_MS)
    : null;
  return (
    <header className="stack-tight">
      <PersonLine person={patient}>
        <Tag>{texts.kinds[appointment.visitKind]}</Tag>
        <Time at={appointment.start} form="moment" withDate />
      </PersonLine>
      <p className="quiet">{daysSince === null ? texts.firstHere : texts.sinceLast(daysSince)}</p>
      <dl className={styles.facts}>
        <dt>{texts.disease}</dt>
        <dd>
          <strong>{appointment.disease}</strong>
        </dd>
        <dt>{texts.diagnosedAt}</dt>
        <dd>{appointment.diagnosedAt}</dd>
        <dt>{texts.message}</dt>
        <dd className={styles.said}>{appointment.message || <span className="quiet">{texts.noMessage}</span>}</dd>
      </dl>
    </header>
  );
}
