import { InputNumber, type InputNumberProps } from "antd";
import { foldNumber } from "@fuzhen/shared/typed-text.ts";

/** antd gives no string for what it reads back as a number, and takes one (`getMiniDecimal`). */
const read = (typed: string | undefined) => foldNumber(typed ?? "") as unknown as number;

/**
 * A number, typed in whatever width and with whatever point the keyboard has; what is none leaves the field empty, which is said,
 * rather than as it was. Limits are for the form to check: nothing is clamped.
 */
export const NumberField = (props: Omit<InputNumberProps<number>, "parser" | "min" | "max">) => (
  <InputNumber<number>
    inputMode="numeric"
    // A unit stands over the number where antd's own width leaves it no room.
    {...(props.suffix === undefined ? {} : { style: { width: 160 } })}
    {...props}
    parser={read}
  />
);
