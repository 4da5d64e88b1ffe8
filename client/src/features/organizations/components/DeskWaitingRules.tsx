import { Form } from "antd";
import { waitingLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { wholeNumber } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
import { setWaitingRules, waitingRulesQuery } from "../api/waiting-rules.ts";
import { waitingRulesTexts } from "../waiting-rules.texts.ts";
import { DeskRules } from "./DeskRules.tsx";

/** In the order in which a patient meets them. */
const names = ["lateGraceMinutes", "passedPlaces", "callsBeforeNoShow", "closesMinutesAfter"] as const;

/** Who comes late, who is called and not there, and when nobody is waited for any more. */
export function DeskWaitingRules() {
  const texts = useTexts(waitingRulesTexts);
  const rulesFor = useFieldRules();
  return (
    <DeskRules
      name="waiting-rules"
      query={waitingRulesQuery}
      set={setWaitingRules}
      texts={texts}
      fields={names.map((name) => {
        const { least, most } = waitingLimits[name];
        return (
          <Form.Item
            key={name}
            name={name}
            label={texts[name].label}
            extra={texts[name].hint(least, most)}
            rules={rulesFor(wholeNumber(least, most, "whole_number"))}
          >
            <NumberField suffix={texts[name].unit} />
          </Form.Item>
        );
      })}
    />
  );
}
