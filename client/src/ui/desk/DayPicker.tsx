import { DatePicker, type GetRef } from "antd";
import dayjs from "dayjs";
import { useEffect, useRef } from "react";

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
  const picker = useRef<GetRef<typeof DatePicker>>(null);
  useEffect(() => picker.current?.focus(), []);
  return (
    <DatePicker
      ref={picker}
      aria-label={label}
      defaultOpen={open}
      allowClear={false}
      suffixIcon={null}
      style={{ width }}
      value={dayjs(day)}
      onChange={(value) => value && onDay(value.format("YYYY-MM-DD"))}
    />
  );
}
