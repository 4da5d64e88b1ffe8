import { Form, Input, Select } from "antd";
import { questionHoursLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { FEE_NOTE_MOST, feePaymentWays } from "@fuzhen/shared/organizations/fee-payment.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { publicPhone, within } from "../../../ui/desk/forms/field-checks.ts";
import { NumberItem } from "../../../ui/desk/forms/NumberItem.tsx";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { serviceRulesQuery, setServiceRules } from "../api/service-rules.ts";
import { serviceRulesTexts } from "../service-rules.texts.ts";
import { DeskRules } from "./DeskRules.tsx";

/** What the hospital promises its patients. */
export function DeskServiceRules() {
  const texts = useTexts(serviceRulesTexts);
  const rulesFor = useFieldRules();
  return (
    <DeskRules
      name="service-rules"
      query={serviceRulesQuery}
      set={setServiceRules}
      texts={texts}
      fields={
        <>
          <NumberItem
            name="questionHours"
            label={texts.questionHours}
            hint={texts.questionHoursHint}
            limits={{ ...questionHoursLimits, code: "question_hours" }}
            suffix={texts.hours}
          />
          <Form.Item
            name="complaintPhone"
            label={texts.complaintPhone}
            extra={texts.complaintPhoneHint}
            rules={rulesFor(publicPhone)}
          >
            <Input type="tel" autoComplete="off" style={{ maxWidth: 320 }} />
          </Form.Item>
          <Form.Item name={["feePayment", "way"]} label={texts.feePayment} extra={texts.feePaymentHint}>
            <Select
              style={{ maxWidth: 320 }}
              options={feePaymentWays.map((way) => ({ value: way, label: texts.feePaymentWays[way] }))}
            />
          </Form.Item>
          <Form.Item
            name={["feePayment", "note"]}
            label={texts.feeNote}
            extra={texts.feeNoteHint}
            rules={rulesFor(within(FEE_NOTE_MOST))}
          >
            <Input autoComplete="off" style={{ maxWidth: 520 }} />
          </Form.Item>
        </>
      }
    />
  );
}
