import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { Trash2 } from "lucide-react";
import type { ScheduleClosure } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { TimeOfDayField } from "../../../ui/desk/TimeOfDayField.tsx";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import styles from "./DeskScheduleEditor.module.css";

const LONGEST_NOTE = 60;

interface Props {
  closure: ScheduleClosure;
  today: string;
  faulty: boolean;
  onChange: (closure: ScheduleClosure) => void;
  onRemove: () => void;
}

/** Days on which nobody is seen, whole or in part; a first day after the last takes the last with it. */
export function DeskClosureRow({ closure, today, faulty, onChange, onRemove }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const status = faulty ? ("error" as const) : ("" as const);
  const whole = closure.start === null;
  const tooLong = closure.note.trim().length > LONGEST_NOTE;
  const over = (day: dayjs.Dayjs) => day.format("YYYY-MM-DD") < today;
  return (
    <div className={styles.closure} role="group" aria-label={texts.closureOf(closure.from)}>
      <DatePicker
        aria-label={texts.closedFrom}
        allowClear={false}
        disabledDate={over}
        status={status}
        value={dayjs(closure.from)}
        onChange={(value) => {
          if (!value) return;
          const from = value.format("YYYY-MM-DD");
          onChange({ ...closure, from, to: closure.to < from ? from : closure.to });
        }}
      />
      <DatePicker
        aria-label={texts.closedTo}
        allowClear={false}
        disabledDate={(day) => day.format("YYYY-MM-DD") < closure.from}
        status={status}
        value={dayjs(closure.to)}
        onChange={(value) => value && onChange({ ...closure, to: value.format("YYYY-MM-DD") })}
      />
      <Select
        aria-label={texts.partOfDay}
        value={whole ? "whole" : "part"}
        onChange={(part) =>
          onChange({
            ...closure,
            ...(part === "whole" ? { start: null, end: null } : { start: "08:00", end: "12:00" }),
          })
        }
        options={[
          { value: "whole", label: texts.wholeDay },
          { value: "part", label: texts.partDay },
        ]}
      />
      <TimeOfDayField
        label={texts.start}
        value={closure.start}
        disabled={whole}
        faulty={faulty}
        onChange={(start) => onChange({ ...closure, start })}
      />
      <TimeOfDayField
        label={texts.end}
        value={closure.end}
        disabled={whole}
        faulty={faulty}
        onChange={(end) => onChange({ ...closure, end })}
      />
      <Input
        aria-label={texts.closureNote}
        placeholder={texts.closureNote}
        count={{ show: tooLong, max: LONGEST_NOTE }}
        status={tooLong ? "error" : ""}
        aria-invalid={tooLong}
        value={closure.note}
        onChange={({ target }) => onChange({ ...closure, note: target.value })}
      />
      <Button
        type="text"
        danger
        aria-label={texts.removeClosure}
        icon={<Trash2 aria-hidden size={16} />}
        onClick={onRemove}
      />
    </div>
  );
}
