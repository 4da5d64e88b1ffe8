import { Download, FileX, Smartphone } from "lucide-react";
import { useState } from "react";
import { accountTexts } from "../../../../features/accounts/account.texts.ts";
import { PrivacyNotice } from "../../../../features/accounts/components/PrivacyNotice.tsx";
import { exportTexts } from "../../../../features/personal-data/export.texts.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { useSession } from "../../../../lib/session.tsx";
import { List, ListItem } from "../../../../ui/shared/List.tsx";
import { Section } from "../../../../ui/shared/Section.tsx";
import { Page } from "../../../../ui/mobile/Page.tsx";
import { ChangePhoneSheet } from "./ChangePhoneSheet.tsx";

/** 个人信息与账号: what the notice promises, each where it is done (R55). */
export function Overview() {
  const texts = useTexts(accountTexts);
  const exported = useTexts(exportTexts);
  const { user } = useSession();
  const [changing, setChanging] = useState(false);
  return (
    <Page title={texts.title} back="/me">
      <Section title={texts.account}>
        <List>
          <ListItem title={texts.phone} trailing={<span className="num">{user?.displayName}</span>} />
          <ListItem
            leading={<Smartphone aria-hidden size={24} />}
            title={texts.changePhone}
            onPress={() => setChanging(true)}
          />
          <ListItem leading={<FileX aria-hidden size={24} />} title={texts.close} to="/me/account/close" />
        </List>
      </Section>
      <Section title={texts.rights}>
        <List>
          <ListItem leading={<Download aria-hidden size={24} />} title={exported.title} to="/me/account/export" />
        </List>
        <p className="quiet">{texts.correctHint}</p>
        <PrivacyNotice />
      </Section>
      {changing && <ChangePhoneSheet onClose={() => setChanging(false)} />}
    </Page>
  );
}
