import { DeskServiceRules } from "../../../features/organizations/components/DeskServiceRules.tsx";
import { serviceRulesTexts } from "../../../features/organizations/service-rules.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function ServiceRulesPage() {
  const texts = useTexts(serviceRulesTexts);
  return (
    <DeskPage title={texts.title}>
      <p className="quiet">{texts.lead}</p>
      <DeskServiceRules />
    </DeskPage>
  );
}
