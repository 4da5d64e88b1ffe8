import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "../../../lib/router/index.ts";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { PatientForm } from "../../../features/patients/components/PatientForm.tsx";
import { patientTexts } from "../../../features/patients/patients.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { ownPath } from "./own-path.ts";

/** `?next=` is where to go on after the consents, such as the booking that needed this 就诊人. */
export default function PatientAdd() {
  const texts = useTexts(patientTexts);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const existing = useQuery(myPatientsQuery).data ?? [];
  const next = ownPath(useSearchParams()[0].get("next"));
  const [busy, setBusy] = useState(false);
  return (
    <Page
      title={texts.add}
      back={next ?? "/me"}
      bottom={
        <Button kind="primary" block type="submit" form="patient-add" loading={busy}>
          {texts.save}
        </Button>
      }
    >
      <PatientForm
        id="patient-add"
        existing={existing}
        onBusy={setBusy}
        onDone={(patient) => {
          queryClient.setQueryData(["patients", patient.id], patient);
          void queryClient.invalidateQueries({ queryKey: ["patients"] });
          toast(texts.added, "done");
          // Replaces this page by the consents: going back then does not lead to a form that has been sent.
          const onward = next === undefined ? "" : `?next=${encodeURIComponent(next)}`;
          navigate(`/me/patients/${patient.id}/consents${onward}`, { replace: true });
        }}
      />
    </Page>
  );
}
