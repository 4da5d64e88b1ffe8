import { Button, Select } from "antd";
import { Trash2 } from "lucide-react";
import { useId, type ReactNode } from "react";
import { numberFaults } from "@fuzhen/shared/schedules/schedule-numbers.ts";
import type { ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorText, fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { TimeOfDayField } from "../../../ui/desk/TimeOfDayField.tsx";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import styles from "./DeskScheduleEditor.module.css";

/** A session whatever its day: of each week, or of one day. */
export type SessionManner = Omit<ScheduleSession, "weekday">;

interface Props {
  session: SessionManner;
  /** Where its weekday or its day is chosen. */
  when: ReactNode;
  label: string;
  faulty: boolean;
  onChange: (change: Partial<SessionManner>) => void;
  onRemove: () => void;
}

/** Out of range, so that it is refused like any other; a draft keeps no NaN. */
const EMPTY_FEE = -1;

const halfDayAt = (start: string): ScheduleSession["halfDay"] =>
  start < "12:00" ? "morning" : start < "18:00" ? "afternoon" : "evening";

/** One session; the half-day follows the start. */
export function DeskSessionRow({ session, when, label, faulty, onChange, onRemove }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const fieldTexts = useTexts(fieldErrorTexts);
  const faultId = useId();
  const faults = numberFaults(session);
  const wrong = (path: string) => faults.some((fault) => fault.path === path);
  return (
    <div className={styles.row} role="group" aria-label={`${label} ${texts.halfDays[session.halfDay]}`}>
      {when}
      <span>{texts.halfDays[session.halfDay]}</span>
      <TimeOfDayField
        label={texts.start}
        value={session.start}
        faulty={faulty}
        onChange={(start) => onChange({ start, halfDay: halfDayAt(start) })}
      />
      <TimeOfDayField label={texts.end} value={session.end} faulty={faulty} onChange={(end) => onChange({ end })} />
      {/* Without limits of their own: what is typed stays as it is typed, and the row says what is wrong with it. */}
      <NumberField
        aria-label={texts.slotMinutes}
        aria-invalid={wrong("slotMinutes")}
        aria-describedby={wrong("slotMinutes") ? faultId : undefined}
        prefix={texts.slotMinutes}
        step={5}
        status={wrong("slotMinutes") ? "error" : ""}
        value={session.slotMinutes || null}
        onChange={(value) => onChange({ slotMinutes: value ?? 0 })}
      />
      <NumberField
        aria-label={texts.capacity}
        aria-invalid={wrong("capacity")}
        aria-describedby={wrong("capacity") ? faultId : undefined}
        prefix={texts.capacity}
        status={wrong("capacity") ? "error" : ""}
        value={session.capacity || null}
        onChange={(value) => onChange({ capacity: value ?? 0 })}
      />
      {/* Fees are integers of 分 in the contract; the person types yuan. Empty is no fee of 0. */}
      <NumberField
        aria-label={texts.fee}
        aria-invalid={wrong("feeCents")}
        aria-describedby={wrong("feeCents") ? faultId : undefined}
        prefix={texts.fee}
        status={wrong("feeCents") ? "error" : ""}
        value={session.feeCents === EMPTY_FEE ? null : session.feeCents / 100}
        onChange={(value) => onChange({ feeCents: value === null ? EMPTY_FEE : Number((value * 100).toFixed(6)) })}
      />
      <Select
        aria-label={texts.kind}
        value={session.visitKind}
        onChange={(visitKind) => onChange({ visitKind })}
        options={Object.entries(texts.kinds).map(([value, label]) => ({
          value: value as ScheduleSession["visitKind"],
          label,
        }))}
      />
      <Button type="text" danger aria-label={texts.remove} icon={<Trash2 aria-hidden size={16} />} onClick={onRemove} />
      {faults.length > 0 && (
        <p id={faultId} role="alert" className={styles.fault}>
          {faults.map(({ code }) => fieldErrorText(code, fieldTexts)).join(" · ")}
        </p>
      )}
    </div>
  );
}
