import { Input } from "antd";
import { lazy, Suspense } from "react";
import type { DayPickerProps } from "./DayPicker.tsx";

const DayPicker = lazy(() => import("./DayPicker.tsx"));

/** A day with a calendar to choose another. The calendar's code, 35 kB, comes after the page; until then the day stands. */
export function DayField(props: DayPickerProps) {
  const { label, day, width } = props;
  return (
    <Suspense fallback={<Input aria-label={label} aria-busy readOnly value={day} style={{ width }} />}>
      <DayPicker {...props} />
    </Suspense>
  );
}
