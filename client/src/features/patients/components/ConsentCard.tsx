import type { ConsentText, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Card } from "../../../ui/shared/Card.tsx";
import { ConfirmSheet } from "../../../ui/mobile/ConfirmSheet.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { grantConsent } from "../api/grant-consent.ts";
import { withdrawConsent } from "../api/withdraw-consent.ts";
import { consentPageTexts } from "../consents.texts.ts";
import styles from "./ConsentCard.module.css";

interface ConsentCardProps {
  patient: Patient;
  text: ConsentText;
  /** What withdrawing this one touches and what becomes of it; drawn when it is asked for. */
  touched: () => ReactNode;
}

/** One purpose, one text, one decision: agreed to by itself, never pre-ticked, and taken back as easily (R53, R54). */
export function ConsentCard({ patient, text, touched }: ConsentCardProps) {
  const texts = useTexts(consentPageTexts);
  const queryClient = useQueryClient();
  const adopt = (changed: Patient) => {
    queryClient.setQueryData(["patients", changed.id], changed);
    void queryClient.invalidateQueries({ queryKey: ["patients"] });
  };
  const own = patient.consents.filter((consent) => consent.purpose === text.purpose);
  const standing = own.find((consent) => consent.current);
  const [asking, setAsking] = useState(false);
  const withdrawing = useSend(withdrawConsent, (changed) => {
    adopt(changed);
    setAsking(false);
    toast(texts.taken);
  });

  if (!standing) {
    return (
      <Card>
        <header className="row-between">
          <h2>{text.title}</h2>
          {own.length > 0 && (
            <StatusTag tone="attention">
              {own.some((consent) => consent.withdrawnAt === null) ? texts.outdated : texts.withdrawn}
            </StatusTag>
          )}
        </header>
        <Body text={text} />
        <Agree patient={patient} text={text} onDone={adopt} />
      </Card>
    );
  }
  return (
    <Card>
      <header className="row-between">
        <h2>{text.title}</h2>
        <StatusTag tone="done">{texts.granted}</StatusTag>
      </header>
      <p className="quiet small">
        {texts.grantedOn} <Time at={standing.grantedAt} />
      </p>
      <details>
        <summary className={styles.summary}>{texts.open}</summary>
        <Body text={text} />
      </details>
      <Button kind="text" onClick={() => setAsking(true)}>
        {texts.withdraw}
      </Button>
      <ConfirmSheet
        open={asking}
        title={texts.withdrawAsk(text.title)}
        confirm={texts.withdraw}
        decline={texts.keep}
        busy={withdrawing.form.busy}
        onConfirm={() => withdrawing.send({ patientId: patient.id, purpose: text.purpose })}
        onClose={() => setAsking(false)}
      >
        <div className="stack">
          <p>{texts.withdrawWhat[text.purpose]}</p>
          {asking && touched()}
          {text.purpose === "health-data" && (
            <div className="prose">
              <p>{texts.lawTitle}</p>
              <ul>
                {texts.law.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          )}
        </div>
        {withdrawing.form.error !== undefined && <p role="alert">{withdrawing.form.error}</p>}
      </ConfirmSheet>
    </Card>
  );
}

function Body({ text }: { text: ConsentText }) {
  return (
    <div className="prose" lang="zh-CN">
      {text.body.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}

function Agree({ patient, text, onDone }: { patient: Patient; text: ConsentText; onDone: (patient: Patient) => void }) {
  const texts = useTexts(consentPageTexts);
  const queryClient = useQueryClient();
  const [read, setRead] = useState(false);
  const [tried, setTried] = useState(0);
  const granting = useSend(
    (input: { patientId: string; text: ConsentText }) =>
      grantConsent(input).catch((error: unknown) => {
        // If the text was changed while it was being read, the new one is shown, not ticked.
        void queryClient.invalidateQueries({ queryKey: ["consent-texts"] });
        setRead(false);
        throw error;
      }),
    (changed) => {
      onDone(changed);
      toast(texts.thanks, "done");
    },
  );
  const submit = () => {
    setTried((count) => count + 1);
    if (read) granting.send({ patientId: patient.id, text });
  };
  const missing = tried > 0 && !read;
  return (
    <SmallForm
      form={{ ...granting.form, fieldErrorCount: 0, attempt: tried + granting.form.attempt }}
      onSubmit={submit}
      submit={texts.agree(text.title)}
    >
      <Checkbox
        label={texts.read}
        checked={read}
        onChange={setRead}
        name={text.purpose}
        error={missing ? texts.mustRead : undefined}
      />
    </SmallForm>
  );
}
