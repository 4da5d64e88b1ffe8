import { DeskWaitingRules } from "../../../features/organizations/components/DeskWaitingRules.tsx";
import { waitingRulesTexts } from "../../../features/organizations/waiting-rules.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function WaitingRulesPage() {
  const texts = useTexts(waitingRulesTexts);
  return (
    <DeskPage title={texts.title}>
      <p className="quiet">{texts.lead}</p>
      <DeskWaitingRules />
    </DeskPage>
  );
}
