import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "../../../lib/router/index.ts";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { hideReport } from "../../../features/reports/api/hide-report.ts";
import { reportQuery } from "../../../features/reports/api/report.ts";
import { CorrectReport } from "../../../features/reports/components/CorrectReport.tsx";
import { EarlierReport } from "../../../features/reports/components/EarlierReport.tsx";
import { Originals } from "../../../features/reports/components/Originals.tsx";
import { ReportPages } from "../../../features/reports/components/ReportPages.tsx";
import { reportTexts } from "../../../features/reports/reports.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { ConfirmSheet } from "../../../ui/mobile/ConfirmSheet.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { toast } from "../../../ui/shared/toast.ts";

export default function ReportDetail() {
  const texts = useTexts(reportTexts);
  const { reportId = "" } = useParams();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: report, isPending, error, refetch } = useQuery(reportQuery(reportId));
  const people = useQuery(myPatientsQuery).data ?? [];
  // Whose report it is goes without saying where there is one person.
  const owner = people.length > 1 ? people.find(({ id }) => id === report?.patientId) : undefined;
  const [asking, setAsking] = useState(false);
  const hiding = useSend(hideReport, async () => {
    setAsking(false);
    toast(texts.hidden);
    void queryClient.invalidateQueries({ queryKey: ["reports", "of-patient"] });
    navigate("/reports", { replace: true });
  });
  if (!report) {
    return (
      <Page title={texts.title} back="/reports">
        {isPending ? (
          <Loading>
            <Skeleton shape="block" />
            <Skeleton />
            <Skeleton shape="short" />
          </Loading>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page title={report.title} back="/reports">
      {report.status === "entered-in-error" && <Notice tone="attention">{texts.hiddenNote}</Notice>}
      <ReportPages report={report} onStale={() => void refetch()} />
      <List>
        {owner !== undefined && <ListItem title={texts.patient} trailing={owner.name} />}
        <ListItem title={texts.category} trailing={<Tag>{texts.categories[report.category]}</Tag>} />
        <ListItem title={texts.issued} trailing={<Time at={`${report.issuedOn}T12:00:00+08:00`} form="date" />} />
        <ListItem title={texts.hospital} trailing={report.performer} />
        <ListItem title={texts.uploaded} trailing={<Time at={report.createdAt} form="ago" />} />
      </List>
      <EarlierReport report={report} />
      {report.abilities.correct && (
        <div>
          <CorrectReport report={report} />
        </div>
      )}
      <Originals report={report} />
      {report.abilities.hide && (
        <div>
          <Button kind="text" onClick={() => setAsking(true)}>
            {texts.hide}
          </Button>
        </div>
      )}
      <ConfirmSheet
        open={asking}
        title={texts.hideAsk}
        confirm={texts.hide}
        decline={texts.keep}
        busy={hiding.form.busy}
        onConfirm={() => hiding.send(report.id)}
        onClose={() => setAsking(false)}
      >
        <p>{texts.hideWhat}</p>
        {hiding.form.error !== undefined && <p role="alert">{hiding.form.error}</p>}
      </ConfirmSheet>
    </Page>
  );
}
