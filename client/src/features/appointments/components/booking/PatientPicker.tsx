import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { useId } from "react";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { ButtonLink } from "../../../../ui/shared/Button.tsx";
import { Notice } from "../../../../ui/shared/Card.tsx";
import { bookingTexts } from "../../booking.texts.ts";
import styles from "./PatientPicker.module.css";

interface PatientPickerProps {
  patients: readonly Patient[];
  value: string;
  onChange: (patientId: string) => void;
  /** This page's own address, to come back to. */
  here: string;
  error: string | undefined;
}

/** Chooses who is treated. First leads to what is missing (a 就诊人, consents) and back. */
export function PatientPicker({ patients, value, onChange, here, error }: PatientPickerProps) {
  const texts = useTexts(bookingTexts);
  const name = useId();
  const next = encodeURIComponent(here);
  const add = `/me/patients/add?next=${next}`;
  if (patients.length === 0)
    return (
      <Notice tone="attention">
        <div className="stack-tight">
          <p>{texts.noPatient}</p>
          <ButtonLink to={add}>{texts.addPatient}</ButtonLink>
        </div>
      </Notice>
    );
  const chosen = patients.find(({ id }) => id === value);
  return (
    <div className="stack-tight">
      <p id={`${name}-label`} className={styles.label}>
        {texts.who}
      </p>
      <div
        role="radiogroup"
        aria-labelledby={`${name}-label`}
        aria-describedby={error === undefined ? undefined : `${name}-error`}
        aria-invalid={error === undefined ? undefined : true}
        tabIndex={-1}
        className={styles.list}
      >
        {patients.map((patient) => (
          <label key={patient.id} className={styles.row}>
            <input
              type="radio"
              name={name}
              value={patient.id}
              checked={patient.id === value}
              onChange={() => onChange(patient.id)}
            />
            <span className="grow">{patient.name}</span>
            <span className="quiet small num">{texts.person(patient.sex, patient.age)}</span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${name}-error`} className={styles.error}>
          {error}
        </p>
      )}
      <div className={styles.add}>
        <ButtonLink kind="text" to={add}>
          {texts.addPatient}
        </ButtonLink>
      </div>
      {chosen && chosen.consentsMissing.length > 0 && (
        <Notice tone="attention">
          <div className="stack-tight">
            <p>{texts.consentsMissing(chosen.name)}</p>
            <ButtonLink to={`/me/patients/${chosen.id}/consents?next=${next}`}>{texts.toConsents}</ButtonLink>
          </div>
        </Notice>
      )}
    </div>
  );
}
