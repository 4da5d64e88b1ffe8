import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { FilePlus2, FileText } from "lucide-react";
import { useSearchParams } from "../../../lib/router/index.ts";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { useUploads } from "../../../features/files/index.ts";
import { reportsOfPatientQuery } from "../../../features/reports/api/reports-of-patient.ts";
import { PatientSwitch } from "../../../features/reports/components/PatientSwitch.tsx";
import { ReportList } from "../../../features/reports/components/ReportList.tsx";
import { reportTexts } from "../../../features/reports/reports.texts.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";

export default function Reports() {
  const texts = useTexts(reportTexts);
  const [search, setSearch] = useSearchParams();
  const patients = useQuery(myPatientsQuery);
  const { items: waiting } = useUploads();
  const people = patients.data ?? [];
  const patient = people.find((person) => person.id === search.get("patientId")) ?? people[0];
  return (
    <Page title={texts.title} heading="large">
      {patient && (
        <ButtonLink
          kind="primary"
          block
          icon={<FilePlus2 aria-hidden size={22} />}
          to={`/reports/add?patientId=${patient.id}`}
        >
          {texts.add}
        </ButtonLink>
      )}
      {waiting.length > 0 && (
        <List>
          <ListItem title={texts.waiting(waiting.length)} detail={texts.goOn} to="/reports/add" />
        </List>
      )}
      <PatientSwitch
        people={people}
        value={patient?.id}
        onChange={(patientId) => setSearch({ patientId }, { replace: true })}
      />
      {patient && <OfPatient key={patient.id} patientId={patient.id} />}
      {patients.isPending && <ListSkeleton rows={4} leading />}
      {patients.isLoadingError && <ErrorState error={patients.error} onRetry={() => void patients.refetch()} />}
      {patients.data?.length === 0 && (
        <EmptyState
          icon={<FileText aria-hidden size={40} />}
          action={
            <ButtonLink kind="primary" to="/me/patients/add">
              {texts.addPatient}
            </ButtonLink>
          }
        >
          {texts.noPatient}
        </EmptyState>
      )}
    </Page>
  );
}

function OfPatient({ patientId }: { patientId: string }) {
  const texts = useTexts(reportTexts);
  const more = useTexts(commonTexts).more;
  const query = useInfiniteQuery(reportsOfPatientQuery(patientId));
  const reports = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <ListSkeleton rows={4} leading />;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (reports.length === 0) {
    return <EmptyState icon={<FileText aria-hidden size={40} />}>{texts.none}</EmptyState>;
  }
  return (
    <>
      <ReportList reports={reports} onStale={() => void query.refetch()} />
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {more}
        </Button>
      )}
    </>
  );
}
