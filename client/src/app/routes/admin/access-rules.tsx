import { accessRulesTexts } from "../../../features/organizations/access-rules.texts.ts";
import { DeskAccessRules } from "../../../features/organizations/components/DeskAccessRules.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function AccessRulesPage() {
  const texts = useTexts(accessRulesTexts);
  return (
    <DeskPage title={texts.title}>
      <p className="quiet">{texts.lead}</p>
      <DeskAccessRules />
    </DeskPage>
  );
}
