import { CloseAccount } from "../../../../features/personal-data/components/CloseAccount.tsx";
import { closeTexts } from "../../../../features/personal-data/close.texts.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { Page } from "../../../../ui/mobile/Page.tsx";

export function Close() {
  const texts = useTexts(closeTexts);
  return (
    <Page title={texts.title} back="/me/account">
      <CloseAccount />
    </Page>
  );
}
