import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Card, Notice } from "../../../ui/shared/Card.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { nextStepOf } from "../appointment-phase.ts";
import { appointmentTexts } from "../appointments.texts.ts";
import { AppointmentStatus } from "./AppointmentStatus.tsx";
import styles from "./Appointment.module.css";

/** When and with whom, how it stands, and in a sentence what comes next. */
export function AppointmentHead({ appointment, titleWord }: { appointment: Appointment; titleWord: string }) {
  const texts = useTexts(appointmentTexts);
  const language = useLanguage();
  const now = useNow();
  const { specialist } = appointment;
  const step = nextStepOf(appointment, now);
  return (
    <Card calling={step === "check-in" || step === "enter"}>
      <div>
        <AppointmentStatus appointment={appointment} />
      </div>
      <p className={styles.when}>
        <Time at={appointment.start} withDate />
      </p>
      <div>
        <p>
          <strong>{specialist.name}</strong> {titleWord}
        </p>
        <p className="quiet">
          {specialist.departmentName} · {specialist.organizationName}
        </p>
      </div>
      <p aria-live="polite">{texts.steps[step](sayMoment(appointment.opensAt, now, language))}</p>
    </Card>
  );
}

/** Right after booking: that it worked, and the three things that follow. */
export function JustBooked() {
  const texts = useTexts(appointmentTexts);
  return (
    <Notice tone="done">
      <div className="stack-tight" aria-live="polite">
        <p>
          <strong>{texts.booked}</strong>
        </p>
        <p>{texts.bookedLead}</p>
        <ol className={styles.steps}>
          {texts.bookedNext.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    </Notice>
  );
}
