import { useState } from "react";
import { startSession } from "../../../lib/api/start-session.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { factorTexts } from "../factors.texts.ts";
import { DeskAddFactor } from "./DeskAddFactor.tsx";
import { DeskRecoveryCodes } from "./DeskRecoveryCodes.tsx";
import styles from "../../../ui/desk/Security.module.css";

/** Replaces all pages until a new member of staff has a second factor (R63) and has kept the recovery codes. */
export default function DeskSecondFactor({ onDone }: { onDone: () => void }) {
  const texts = useTexts(factorTexts);
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <DeskPage title={codes ? texts.codes : texts.setUp}>
      <div className={styles.column}>
        {codes ? (
          <DeskRecoveryCodes codes={codes} onKept={onDone} />
        ) : (
          <>
            <p>{texts.setUpLead}</p>
            <DeskAddFactor
              onAdded={({ recoveryCodes }) => {
                if (recoveryCodes) setCodes(recoveryCodes);
                else onDone();
                // Updates the known user, whose `secondFactor` is no longer missing.
                void startSession();
              }}
            />
          </>
        )}
      </div>
    </DeskPage>
  );
}
