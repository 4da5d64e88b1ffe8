import { Form } from "antd";
import { BREAK_GLASS_HOURS_MOST, CARE_ACCESS_DAYS_MOST } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { wholeNumber } from "../../../ui/desk/forms/field-checks.ts";
import { useFieldRules } from "../../../ui/desk/forms/use-field-rules.ts";
import { NumberField } from "../../../ui/desk/NumberField.tsx";
import { useAskFirst } from "../../../ui/desk/use-ask-first.ts";
import { accessRulesQuery, endingWith, setAccessRules } from "../api/access-rules.ts";
import { accessRulesTexts } from "../access-rules.texts.ts";
import { DeskRules } from "./DeskRules.tsx";
import { toast } from "../../../ui/shared/toast.ts";

/** Two numbers with what a change of each does. */
export function DeskAccessRules() {
  const texts = useTexts(accessRulesTexts);
  const errorText = useErrorText();
  const askFirst = useAskFirst();
  const rulesFor = useFieldRules();
  // Fewer days close records at once: said with their number before it is done.
  const send = async ({ careAccessDays }: AccessRules, stored: AccessRules, go: () => void) => {
    if (careAccessDays >= stored.careAccessDays) {
      go();
      return;
    }
    try {
      const { patients, specialists, more } = await endingWith(careAccessDays);
      askFirst({
        title: texts.shorterTitle(careAccessDays),
        content: texts.shorter(patients, specialists, more),
        okText: texts.shorten,
        onOk: go,
      });
    } catch (fault) {
      toast(errorText(fault), "danger");
    }
  };
  return (
    <DeskRules
      name="access-rules"
      query={accessRulesQuery}
      set={setAccessRules}
      texts={texts}
      before={send}
      fields={
        <>
          <Form.Item
            name="careAccessDays"
            label={texts.careAccessDays}
            extra={texts.careAccessHint}
            rules={rulesFor(wholeNumber(0, CARE_ACCESS_DAYS_MOST, "care_access_days"))}
          >
            <NumberField suffix={texts.days} />
          </Form.Item>
          <Form.Item
            name="breakGlassHours"
            label={texts.breakGlassHours}
            extra={texts.breakGlassHint}
            rules={rulesFor(wholeNumber(1, BREAK_GLASS_HOURS_MOST, "break_glass_hours"))}
          >
            <NumberField suffix={texts.hours} />
          </Form.Item>
        </>
      }
    />
  );
}
