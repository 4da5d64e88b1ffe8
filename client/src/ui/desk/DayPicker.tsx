import { DatePicker } from "antd";
import dayjs from "dayjs";

export interface DayPickerProps {
  label: string;
  /** "2026-11-30" */
  day: string;
  onDay: (day: string) => void;
  width: number;
  /** From the start. */
  open: boolean;
}

/** Downloaded by DayField for whoever has gone to the field, so the focus is theirs. */
export default function DayPicker({ label, day, onDay, width, open }: DayPickerProps) {
  return (
    <DatePicker
      aria-label={label}
      autoFocus
      defaultOpen={open}
      allowClear={false}
      suffixIcon={null}
      style={{ width }}
      value={dayjs(day)}
      onChange={(value) => value && onDay(value.format("YYYY-MM-DD"))}
    />
  );
}
