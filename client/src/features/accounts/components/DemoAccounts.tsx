import { useQuery } from "@tanstack/react-query";
import type { DemoAccount } from "@fuzhen/shared/accounts/account.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { signTexts } from "../accounts.texts.ts";
import { demoAccountsQuery } from "../api/demo-accounts.ts";

/** Shown in demo mode only; nothing at all otherwise. */
export function DemoAccounts({ onUse }: { onUse: (account: DemoAccount) => void }) {
  const texts = useTexts(signTexts);
  const { data } = useQuery(demoAccountsQuery);
  if (!data || data.length === 0) return null;
  return (
    <Section title={texts.demoTitle}>
      <p className="secondary">{texts.demoHint}</p>
      <List label={texts.demoTitle}>
        {data.map((account) => (
          <ListItem
            key={account.phone}
            title={account.name}
            detail={`${account.about} · ${account.phone} · ${account.password}`}
            trailing={<Tag>{texts.roles[account.role]}</Tag>}
            onPress={() => onUse(account)}
          />
        ))}
      </List>
    </Section>
  );
}
