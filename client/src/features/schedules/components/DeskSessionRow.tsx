import { Button, InputNumber, Select, TimePicker } from "antd";
import dayjs from "dayjs";
import customParse from "dayjs/plugin/customParseFormat.js";
import { Trash2 } from "lucide-react";
import type { ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import styles from "./DeskScheduleEditor.module.css";

dayjs.extend(customParse);

interface Props {
  session: ScheduleSession;
  faulty: boolean;
  onChange: (session: ScheduleSession) => void;
  onRemove: () => void;
}

const halfDayAt = (start: string): ScheduleSession["halfDay"] =>
  start < "12:00" ? "morning" : start < "18:00" ? "afternoon" : "evening";

/** One session of the week; the half-day follows the start. */
export function DeskSessionRow({ session, faulty, onChange, onRemove }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const status = faulty ? ("error" as const) : ("" as const);
  const time = (value: string) => dayjs(value, "HH:mm");
  return (
    <div
      className={styles.row}
      role="group"
      aria-label={`${texts.weekdays[session.weekday - 1]} ${texts.halfDays[session.halfDay]}`}
    >
      <Select
        aria-label={texts.weekday}
        value={session.weekday}
        onChange={(weekday) => onChange({ ...session, weekday })}
        options={texts.weekdays.map((label, index) => ({ value: index + 1, label }))}
      />
      <span>{texts.halfDays[session.halfDay]}</span>
      <TimePicker
        aria-label={texts.start}
        format="HH:mm"
        minuteStep={5}
        needConfirm={false}
        allowClear={false}
        status={status}
        value={time(session.start)}
        onChange={(value) =>
          value && onChange({ ...session, start: value.format("HH:mm"), halfDay: halfDayAt(value.format("HH:mm")) })
        }
      />
      <TimePicker
        aria-label={texts.end}
        format="HH:mm"
        minuteStep={5}
        needConfirm={false}
        allowClear={false}
        status={status}
        value={time(session.end)}
        onChange={(value) => value && onChange({ ...session, end: value.format("HH:mm") })}
      />
      <InputNumber
        aria-label={texts.slotMinutes}
        prefix={texts.slotMinutes}
        min={5}
        max={120}
        step={5}
        precision={0}
        value={session.slotMinutes}
        onChange={(value) => value && onChange({ ...session, slotMinutes: value })}
      />
      {/* Fees are integers of 分 in the contract; the person types yuan. */}
      <InputNumber
        aria-label={texts.fee}
        prefix={texts.fee}
        min={0}
        max={10_000}
        precision={2}
        value={session.feeCents / 100}
        onChange={(value) => value !== null && onChange({ ...session, feeCents: Math.round(value * 100) })}
      />
      <Select
        aria-label={texts.kind}
        value={session.visitKind}
        onChange={(visitKind) => onChange({ ...session, visitKind })}
        options={Object.entries(texts.kinds).map(([value, label]) => ({
          value: value as ScheduleSession["visitKind"],
          label,
        }))}
      />
      <Button type="text" danger aria-label={texts.remove} icon={<Trash2 aria-hidden size={16} />} onClick={onRemove} />
    </div>
  );
}
