import { DatePicker } from "antd";
import dayjs from "dayjs";

export interface DayPickerProps {
  label: string;
  /** "2026-11-30" */
  day: string;
  onDay: (day: string) => void;
  width: number;
}

/** Downloaded by DayField. */
export default function DayPicker({ label, day, onDay, width }: DayPickerProps) {
  return (
    <DatePicker
      aria-label={label}
      allowClear={false}
      suffixIcon={null}
      style={{ width }}
      value={dayjs(day)}
      onChange={(value) => value && onDay(value.format("YYYY-MM-DD"))}
    />
  );
}
