import { signTexts } from "../../../features/accounts/accounts.texts.ts";
import { PrivacyNotice } from "../../../features/accounts/components/PrivacyNotice.tsx";
import { welcomeTexts } from "../../../features/accounts/welcome.texts.ts";
import { Hospitals } from "../../../features/organizations/components/Hospitals.tsx";
import { hospitalsTexts } from "../../../features/organizations/hospitals.texts.ts";
import { writeSearch } from "../../../features/specialists/hooks/use-search-in-url.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import styles from "./welcome.module.css";

const finderOf = (departmentId: string) => `/booking${writeSearch({ q: "", departmentId, freeTime: "any" })}`;

/** What this is, for who has not signed in: how it works, the hospitals (R1), fees (R3), the notice (R52), help (R51). */
export default function Welcome() {
  const texts = useTexts(welcomeTexts);
  const sign = useTexts(signTexts);
  const hospitals = useTexts(hospitalsTexts);
  return (
    <Page title={sign.welcome} heading="large">
      <p>{texts.what}</p>
      <div className="stack-tight">
        <ButtonLink kind="primary" block to="/booking">
          {texts.find}
        </ButtonLink>
        <ButtonLink block to="/sign-in">
          {sign.signIn}
        </ButtonLink>
        <ButtonLink kind="text" block to="/sign-up">
          {sign.toSignUp}
        </ButtonLink>
      </div>
      <Notice tone="attention">{sign.emergency}</Notice>
      <Section title={texts.howTitle}>
        <ol className={styles.steps}>
          {texts.how.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="quiet">{texts.only}</p>
      </Section>
      <Section title={hospitals.title}>
        <Hospitals pathOf={finderOf} />
      </Section>
      <Section title={texts.feeTitle}>
        <p>{texts.fee}</p>
      </Section>
      <Section title={texts.helpTitle}>
        <p>{texts.help}</p>
      </Section>
      <PrivacyNotice />
    </Page>
  );
}
