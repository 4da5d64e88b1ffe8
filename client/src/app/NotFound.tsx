import { commonTexts } from "../lib/i18n/common.ts";
import { useTexts } from "../lib/i18n/define.ts";
import { useSession } from "../lib/session.tsx";
import { ButtonLink } from "../ui/shared/Button.tsx";
import styles from "./FullPage.module.css";
import { homeOf } from "./homes.ts";

export function NotFound() {
  const texts = useTexts(commonTexts).notFound;
  const { user } = useSession();
  return (
    <main data-face="phone" className={styles.page}>
      <h1>{texts.title}</h1>
      <p>{texts.hint}</p>
      <ButtonLink kind="primary" to={user ? homeOf(user) : "/"}>
        {texts.home}
      </ButtonLink>
    </main>
  );
}
