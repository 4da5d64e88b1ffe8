import { Bell, MessageCircle } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { homeTexts } from "../home.texts.ts";

/** What came in since the last look; nothing at all when nothing did. */
export function Arrivals({ messages, notifications }: { messages: number; notifications: number }) {
  const texts = useTexts(homeTexts);
  if (messages === 0 && notifications === 0) return null;
  return (
    <Section title={texts.news}>
      <List>
        {messages > 0 && (
          <ListItem leading={<MessageCircle aria-hidden size={24} />} title={texts.messages(messages)} to="/messages" />
        )}
        {notifications > 0 && (
          <ListItem
            leading={<Bell aria-hidden size={24} />}
            title={texts.notifications(notifications)}
            to="/notifications"
          />
        )}
      </List>
    </Section>
  );
}
