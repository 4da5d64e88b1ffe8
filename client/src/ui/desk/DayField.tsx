import { Input } from "antd";
import { Suspense } from "react";
import { laterPart } from "../shared/later.tsx";
import type { DayPickerProps } from "./DayPicker.tsx";

const StillDay = ({ label, day, width }: DayPickerProps) => (
  <Input aria-label={label} aria-busy readOnly value={day} style={{ width }} />
);
const DayPicker = laterPart(() => import("./DayPicker.tsx"), StillDay);

/** A day with a calendar to choose another. The calendar's code, 35 kB, comes after the page; until then the day stands. */
export const DayField = (props: DayPickerProps) => (
  <Suspense fallback={<StillDay {...props} />}>
    <DayPicker {...props} />
  </Suspense>
);
