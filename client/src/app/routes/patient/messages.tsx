import { ConversationList } from "../../../features/consultations/components/ConversationList.tsx";
import { chatTexts } from "../../../features/consultations/chat.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Page } from "../../../ui/mobile/Page.tsx";

export default function Messages() {
  const texts = useTexts(chatTexts);
  return (
    <Page title={texts.messages} heading="large">
      <ConversationList />
    </Page>
  );
}
