import { useQuery } from "@tanstack/react-query";
import { Bell, BellRing, KeyRound, LogOut, Smartphone, UserRound } from "lucide-react";
import { useState } from "react";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { DisplaySettings } from "../../../features/accounts/components/DisplaySettings.tsx";
import { PasswordSheet } from "../../../features/accounts/components/PasswordSheet.tsx";
import { PatientList } from "../../../features/patients/components/PatientList.tsx";
import { deviceTexts } from "../../../features/sessions/devices.texts.ts";
import { meTexts } from "../../../features/accounts/me.texts.ts";
import { patientTexts } from "../../../features/patients/patients.texts.ts";
import { unreadQuery } from "../../../features/notifications/api/unread.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSession } from "../../../lib/session.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { SignOutSheet } from "../../sign-out/SignOutSheet.tsx";
import { useSignOut } from "../../sign-out/use-sign-out.ts";

export default function Me() {
  const texts = useTexts(meTexts);
  const common = useTexts(commonTexts);
  const { patients: patientsTitle } = useTexts(patientTexts);
  const devices = useTexts(deviceTexts);
  const { user } = useSession();
  const patients = useQuery(myPatientsQuery);
  const unread = useQuery(unreadQuery).data ?? 0;
  const signOut = useSignOut({ always: true });
  const [passwordOpen, setPasswordOpen] = useState(false);
  return (
    <Page title={texts.title} heading="large">
      <Section title={patientsTitle}>
        {patients.data && <PatientList patients={patients.data} />}
        {patients.isPending && <ListSkeleton rows={2} leading />}
        {patients.isLoadingError && <ErrorState error={patients.error} onRetry={() => void patients.refetch()} />}
      </Section>
      <List>
        <ListItem
          leading={<Bell aria-hidden size={24} />}
          title={texts.notifications}
          trailing={unread > 0 && <StatusTag tone="attention">{common.unread(unread)}</StatusTag>}
          to="/notifications"
        />
        <ListItem leading={<BellRing aria-hidden size={24} />} title={texts.reach} to="/me/reach" />
      </List>
      <DisplaySettings />
      <Section title={texts.safety}>
        <List>
          <ListItem
            leading={<UserRound aria-hidden size={24} />}
            title={texts.account}
            trailing={<span className="num">{user?.displayName}</span>}
            to="/me/account"
          />
          <ListItem
            leading={<KeyRound aria-hidden size={24} />}
            title={texts.password}
            onPress={() => setPasswordOpen(true)}
          />
          <ListItem leading={<Smartphone aria-hidden size={24} />} title={devices.title} to="/me/devices" />
          <ListItem leading={<LogOut aria-hidden size={24} />} title={texts.signOut} onPress={signOut.ask} />
        </List>
      </Section>
      <PasswordSheet open={passwordOpen} onClose={() => setPasswordOpen(false)} />
      <SignOutSheet signOut={signOut} />
    </Page>
  );
}
