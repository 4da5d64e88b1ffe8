import { Input, type InputRef } from "antd";
import { Suspense, useEffect, useRef, useState } from "react";
import { laterPart } from "../shared/later.tsx";
import type { DayPickerProps } from "./DayPicker.tsx";

type Still = Pick<DayPickerProps, "label" | "day" | "width"> & {
  /** Stands in for the picker that was gone to, and keeps its focus. */
  takesFocus?: boolean;
  onAsk?: (byPointer: boolean) => void;
};

/** The day alone, which looks as the picker does. */
function StillDay({ label, day, width, takesFocus = false, onAsk }: Still) {
  const input = useRef<InputRef>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  const pressed = useRef(false);
  return (
    <Input
      ref={input}
      aria-label={label}
      aria-busy={onAsk === undefined}
      readOnly
      value={day}
      style={{ width }}
      // A press brings the focus before it is over; the picker must not take this field's place under it.
      onMouseDown={() => {
        pressed.current = true;
      }}
      onClick={() => onAsk?.(true)}
      onFocus={() => !pressed.current && onAsk?.(false)}
    />
  );
}
const DayPicker = laterPart(() => import("./DayPicker.tsx"), StillDay);

/**
 * A day with a calendar to choose another. The calendar's code, 29 kB, is fetched by whoever goes to the field: most look at
 * today and never do. By pointer it opens as soon as it is there; by keyboard it has the focus then.
 */
export function DayField(props: Omit<DayPickerProps, "open">) {
  const [asked, setAsked] = useState<"pointer" | "keyboard" | null>(null);
  const ask = (byPointer: boolean) => setAsked((before) => before ?? (byPointer ? "pointer" : "keyboard"));
  if (asked === null) return <StillDay {...props} onAsk={ask} />;
  return (
    <Suspense fallback={<StillDay {...props} takesFocus />}>
      <DayPicker {...props} open={asked === "pointer"} />
    </Suspense>
  );
}
