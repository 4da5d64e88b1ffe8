import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useState, type ReactNode } from "react";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../../lib/i18n/field-errors.ts";
import type { Sending } from "../../../../lib/use-send.ts";
import { Notice } from "../../../../ui/shared/Card.tsx";
import { TextAreaField, TextField } from "../../../../ui/shared/Field.tsx";
import { Form } from "../../../../ui/mobile/Form.tsx";
import { bookingTexts } from "../../booking.texts.ts";
import type { BookingDraftState } from "../../hooks/use-booking-draft.ts";
import { PapersField } from "./PapersField.tsx";
import { PatientPicker } from "./PatientPicker.tsx";

interface BookingFormProps {
  id: string;
  specialistId: string;
  start: string;
  here: string;
  patients: readonly Patient[];
  /** The selected 就诊人; if the account has only one, that one. */
  patientId: string;
  booking: BookingDraftState;
  sending: Sending<BookAppointmentInput>;
  /** Renders the chooser among the patient's reports; provided by the route. */
  renderProof: (error: string | undefined) => ReactNode;
  renderReports: (error: string | undefined) => ReactNode;
}

/** Everything the law and the specialist need before a follow-up (R10, R11). Nothing typed is lost on any refusal. */
export function BookingForm(props: BookingFormProps) {
  const { id, specialistId, start, here, patients, patientId, booking, sending, renderProof, renderReports } = props;
  const texts = useTexts(bookingTexts);
  const { required } = useTexts(fieldErrorTexts);
  const [tries, setTries] = useState(0);
  const { draft, change } = booking;
  const values = {
    patientId,
    disease: draft.disease.trim(),
    diagnosedAt: draft.diagnosedAt.trim(),
    proofReportId: booking.proofOf(patientId),
  };
  const empty = Object.entries(values).flatMap(([path, value]) => (value === "" ? [path] : []));
  const errorOf = (path: string) => (tries > 0 && empty.includes(path) ? required : sending.fieldError(path));
  const consentsMissing = patients.some((patient) => patient.id === patientId && patient.consentsMissing.length > 0);
  const submit = () => {
    setTries(tries + 1);
    if (empty.length > 0 || consentsMissing) return;
    booking.setSent(true);
    sending.send({
      ...values,
      requestKey: booking.requestKey,
      specialistId,
      start,
      reportIds: booking.reportsOf(patientId).filter((id) => id !== values.proofReportId),
      message: draft.message.trim(),
    });
  };
  return (
    <Form
      id={id}
      onSubmit={submit}
      {...sending.form}
      fieldErrorCount={tries > 0 && empty.length > 0 ? empty.length : sending.form.fieldErrorCount}
      attempt={tries + sending.form.attempt}
    >
      <Notice tone="attention">{texts.emergency}</Notice>
      <PatientPicker
        patients={patients}
        value={patientId}
        onChange={(chosen) => change({ patientId: chosen })}
        here={here}
        error={patients.length > 0 ? errorOf("patientId") : undefined}
      />
      <TextField
        label={texts.disease}
        hint={texts.diseaseHint}
        value={draft.disease}
        onChange={(disease) => change({ disease })}
        error={errorOf("disease")}
        limit={80}
        name="disease"
        autoComplete="off"
      />
      <TextField
        label={texts.diagnosedAt}
        hint={texts.diagnosedAtHint}
        value={draft.diagnosedAt}
        onChange={(diagnosedAt) => change({ diagnosedAt })}
        error={errorOf("diagnosedAt")}
        limit={80}
        name="diagnosedAt"
        autoComplete="off"
      />
      {patientId !== "" && (
        <>
          <PapersField label={texts.proof} hint={texts.proofHint}>
            {renderProof(errorOf("proofReportId"))}
          </PapersField>
          <PapersField label={texts.reports} hint={texts.reportsHint} optional>
            {renderReports(sending.fieldError("reportIds"))}
          </PapersField>
        </>
      )}
      <TextAreaField
        label={texts.message}
        hint={texts.messageHint}
        optional
        value={draft.message}
        onChange={(message) => change({ message })}
        error={sending.fieldError("message")}
        limit={500}
        rows={3}
        name="message"
      />
    </Form>
  );
}
