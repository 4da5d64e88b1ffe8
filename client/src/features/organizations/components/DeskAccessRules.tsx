import { BREAK_GLASS_HOURS_MOST, CARE_ACCESS_DAYS_MOST } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { NumberItem } from "../../../ui/desk/forms/NumberItem.tsx";
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
          <NumberItem
            name="careAccessDays"
            label={texts.careAccessDays}
            hint={texts.careAccessHint}
            limits={{ least: 0, most: CARE_ACCESS_DAYS_MOST, code: "care_access_days" }}
            suffix={texts.days}
          />
          <NumberItem
            name="breakGlassHours"
            label={texts.breakGlassHours}
            hint={texts.breakGlassHint}
            limits={{ least: 1, most: BREAK_GLASS_HOURS_MOST, code: "break_glass_hours" }}
            suffix={texts.hours}
          />
        </>
      }
    />
  );
}
