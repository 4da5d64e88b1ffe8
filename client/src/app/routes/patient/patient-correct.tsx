import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "../../../lib/router/index.ts";
import { correctionsQuery } from "../../../features/patients/api/corrections.ts";
import { patientQuery } from "../../../features/patients/api/patient.ts";
import { CorrectionForm } from "../../../features/patients/components/CorrectionForm.tsx";
import { CorrectionList } from "../../../features/patients/components/CorrectionList.tsx";
import { correctionTexts } from "../../../features/patients/correction.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { Page } from "../../../ui/mobile/Page.tsx";

/** Corrects a 就诊人 (R55), with the corrections that were made before. */
export default function PatientCorrect() {
  const texts = useTexts(correctionTexts);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { patientId = "" } = useParams();
  const { data: patient, error, isPending, refetch } = useQuery(patientQuery(patientId));
  const corrections = useQuery(correctionsQuery(patientId)).data ?? [];
  const [busy, setBusy] = useState(false);
  const back = `/me/patients/${patientId}`;
  if (!patient)
    return (
      <Page title={texts.title} back={back}>
        {isPending ? <ListSkeleton rows={4} /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </Page>
    );
  return (
    <Page
      title={texts.title}
      back={back}
      bottom={
        <Button kind="primary" block type="submit" form="patient-correct" loading={busy}>
          {texts.save}
        </Button>
      }
    >
      <CorrectionForm
        id="patient-correct"
        patient={patient}
        onBusy={setBusy}
        onDone={(corrected) => {
          queryClient.setQueryData(["patients", corrected.id], corrected);
          void queryClient.invalidateQueries({ queryKey: ["patients"] });
          toast(texts.saved, "done");
          navigate(back, { replace: true });
        }}
      />
      {corrections.length > 0 && (
        <Section title={texts.history}>
          <CorrectionList corrections={corrections} />
        </Section>
      )}
    </Page>
  );
}
