import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Eye, FileText, PencilLine, ShieldCheck, UserMinus } from "lucide-react";
import { useState } from "react";
import { useNavigate, useParams } from "../../../lib/router/index.ts";
import { patientQuery } from "../../../features/patients/api/patient.ts";
import { patientTexts } from "../../../features/patients/patients.texts.ts";
import { correctionTexts } from "../../../features/patients/correction.texts.ts";
import { RemovePatientSheet } from "../../../features/personal-data/components/RemovePatientSheet.tsx";
import { personalDataTexts } from "../../../features/personal-data/personal-data.texts.ts";
import { accessLogTexts } from "../../../features/oversight/access-log.texts.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayDate } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { StatusTag } from "../../../ui/shared/Tag.tsx";

export default function PatientDetail() {
  const texts = useTexts(patientTexts);
  const accessLog = useTexts(accessLogTexts);
  const correction = useTexts(correctionTexts);
  const personal = useTexts(personalDataTexts);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const language = useLanguage();
  const now = useNow();
  const { patientId = "" } = useParams();
  const { data: patient, isPending, error, refetch } = useQuery(patientQuery(patientId));
  if (!patient) {
    return (
      <Page title={texts.patients} back="/me">
        {isPending ? <ListSkeleton rows={4} /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </Page>
    );
  }
  const missing = patient.consentsMissing.length;
  return (
    <Page title={patient.name} back="/me">
      <List>
        <ListItem title={texts.relationship} trailing={texts.relationships[patient.relationship]} />
        <ListItem title={texts.sex} trailing={texts.sexes[patient.sex]} />
        <ListItem
          title={texts.birthDate}
          trailing={
            <span className="num">
              {sayDate(patient.birthDate, now, language)} · {texts.years(patient.age)}
            </span>
          }
        />
        <ListItem
          title={texts.documentTypes[patient.documentType]}
          {...(patient.idNumberMasked !== "" && {
            detail: <span className="num">{patient.idNumberMasked.replace(/\*+/, " **** ")}</span>,
          })}
        />
        {patient.phone !== null && (
          <ListItem title={texts.phone} trailing={<span className="num">{patient.phone}</span>} />
        )}
      </List>
      <p className="small quiet secondary">{texts.masked}</p>
      <List>
        <ListItem
          leading={<ShieldCheck aria-hidden size={24} />}
          title={texts.consents}
          trailing={
            missing > 0 ? (
              <StatusTag tone="attention">{texts.consentsOpen(missing)}</StatusTag>
            ) : (
              <StatusTag tone="done">{texts.consentsDone}</StatusTag>
            )
          }
          to={`/me/patients/${patient.id}/consents`}
        />
        <ListItem
          leading={<FileText aria-hidden size={24} />}
          title={texts.reportsOf}
          to={`/reports?patientId=${patient.id}`}
        />
        <ListItem
          leading={<Eye aria-hidden size={24} />}
          title={accessLog.title}
          to={`/me/patients/${patient.id}/access-log`}
        />
        <ListItem
          leading={<PencilLine aria-hidden size={24} />}
          title={correction.title}
          to={`/me/patients/${patient.id}/correct`}
        />
        <ListItem
          leading={<UserMinus aria-hidden size={24} />}
          title={personal.remove}
          onPress={() => setRemoving(true)}
        />
      </List>
      {removing && (
        <RemovePatientSheet
          patient={patient}
          onClose={() => setRemoving(false)}
          onRemoved={() => {
            toast(personal.removed, "done");
            navigate("/me", { replace: true });
            // What was theirs is in many lists.
            queryClient.removeQueries({ queryKey: ["patients", patient.id] });
            void queryClient.invalidateQueries();
          }}
        />
      )}
    </Page>
  );
}
