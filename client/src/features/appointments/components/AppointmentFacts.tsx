import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { appointmentTexts } from "../appointments.texts.ts";
import styles from "./Appointment.module.css";

/** What was booked: for whom, how, what it costs (`fee`) and how that is paid, and what the specialist was told. */
export function AppointmentFacts({
  appointment,
  fee,
  paid,
}: {
  appointment: Appointment;
  fee: string;
  paid: string | null;
}) {
  const texts = useTexts(appointmentTexts);
  const { patient } = appointment;
  const facts: [string, string][] = [
    [texts.who, `${patient.name} · ${texts.person(patient.sex, patient.age)}`],
    [texts.visitKind, texts.visitKinds[appointment.visitKind]],
    [texts.fee, fee],
    ...(paid === null ? [] : ([[texts.paid, paid]] as [string, string][])),
    [texts.disease, appointment.disease],
    [texts.diagnosedAt, appointment.diagnosedAt],
  ];
  if (appointment.message !== "") facts.push([texts.message, appointment.message]);
  return (
    <Section title={texts.about}>
      <dl className="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className={`${styles.typed} num`}>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** The judgement on the follow-up, who cancelled and why, or what the office changed; nothing while none of it happened. */
export function AppointmentDecision({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(appointmentTexts);
  const language = useLanguage();
  const now = useNow();
  const { judgement, cancelled, moved } = appointment;
  if (judgement) {
    const said = judgement.decision === "accepted" ? texts.acceptedBy : texts.declinedBy;
    return (
      <Notice tone={judgement.decision === "accepted" ? "done" : "attention"}>
        <p>{said(judgement.judgedBy)}</p>
        {judgement.reason !== "" && <p className={styles.typed}>{texts.reason(judgement.reason)}</p>}
      </Notice>
    );
  }
  const elsewhere = moved?.start !== appointment.start || moved.specialistName !== appointment.specialist.name;
  if (moved && elsewhere && appointment.status === "booked")
    return (
      <Notice tone="attention">
        <p>{texts.moved(moved.specialistName, sayMoment(moved.start, now, language))}</p>
      </Notice>
    );
  if (!cancelled) return null;
  return (
    <Notice tone="attention">
      <p>{texts.cancelledBy[cancelled.by]}</p>
      {cancelled.reason !== "" && <p className={styles.typed}>{texts.reason(cancelled.reason)}</p>}
    </Notice>
  );
}
