import { TimePicker } from "antd";
import dayjs from "dayjs";
import customParse from "dayjs/plugin/customParseFormat.js";

dayjs.extend(customParse);

interface Props {
  label: string;
  /** As `HH:mm`; null is empty. */
  value: string | null;
  onChange: (value: string) => void;
  disabled?: boolean;
  faulty?: boolean;
}

/** A time of the hospital's day, in steps of five minutes. */
export function TimeOfDayField({ label, value, onChange, disabled = false, faulty = false }: Props) {
  return (
    <TimePicker
      aria-label={label}
      format="HH:mm"
      minuteStep={5}
      needConfirm={false}
      allowClear={false}
      disabled={disabled}
      status={faulty ? "error" : ""}
      {...(disabled ? { placeholder: "" } : {})}
      value={value === null ? null : dayjs(value, "HH:mm")}
      onChange={(time) => time && onChange(time.format("HH:mm"))}
    />
  );
}
