import type { AddReportInput, Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Navigate, useNavigate, useSearchParams } from "../../../lib/router/index.ts";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { isDelivered, needsMending, uploads, UploadTiles, useUploads } from "../../../features/files/index.ts";
import { addReport } from "../../../features/reports/api/add-report.ts";
import { reportsOfPatientQuery } from "../../../features/reports/api/reports-of-patient.ts";
import {
  ReportForm,
  useReportFaults,
  type Category,
  type ReportDraft,
} from "../../../features/reports/components/ReportForm.tsx";
import { reportTexts } from "../../../features/reports/reports.texts.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { dayKey } from "../../../lib/time.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { ownPath } from "./own-path.ts";
import { serverNow } from "../../../lib/server-clock.ts";

const isCategory = (text: string | null): text is Category =>
  text === "laboratory" || text === "imaging" || text === "diagnosis-proof" || text === "other";

/** `?patientId=`, `?category=` fill the form in; `?back=` is where to return to with the new report. */
export default function ReportAdd() {
  const texts = useTexts(reportTexts);
  const patients = useQuery(myPatientsQuery);
  if (patients.data?.length === 0) return <Navigate to="/me/patients/add" replace />;
  if (patients.data) return <AddForm people={patients.data} />;
  return (
    <Page title={texts.addTitle} back="/reports">
      {patients.isPending ? (
        <ListSkeleton rows={4} />
      ) : (
        <ErrorState error={patients.error} onRetry={() => void patients.refetch()} />
      )}
    </Page>
  );
}

function AddForm({ people }: { people: readonly { id: string; name: string }[] }) {
  const texts = useTexts(reportTexts);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [search] = useSearchParams();
  const back = ownPath(search.get("back"));
  const snapshot = useUploads();
  const { items } = snapshot;
  const [initial] = useState((): ReportDraft => {
    const wanted = search.get("category");
    return {
      requestKey: newRequestKey(),
      patientId: "",
      category: isCategory(wanted) ? wanted : "",
      title: "",
      issuedOn: dayKey(serverNow()),
      performer: "",
    };
  });
  const { draft, change, clear } = useDraft("report-add", initial);
  const asked = initial.category;
  // When a booking asks for the proof of diagnosis, its category replaces that of an older draft.
  useEffect(() => {
    if (asked !== "") change({ category: asked });
  }, [asked, change]);
  const patientId = patientOf(draft.patientId, [search.get("patientId"), items[0]?.patientId], people);
  const known = { ...draft, patientId };
  const faults = useReportFaults(known);
  const [tried, setTried] = useState(0);
  useKeepForPatient(patientId, items);

  const onAdded = async (report: Report) => {
    clear();
    toast(texts.added, "done");
    void queryClient.invalidateQueries({ queryKey: ["reports"] });
    void uploads.settle(items.map((item) => item.key));
    const state = { addedReportId: report.id, addedFor: asked };
    navigate(back ?? `/reports/${report.id}`, { replace: true, state });
  };
  const sending = useSend(addReport, onAdded, { ...known });

  const bad = items.filter(needsMending);
  const delivered = items.filter((item) => isDelivered(item) && item.fileId !== null);
  const allThere = items.length > 0 && delivered.length === items.length;
  const fileFault =
    items.length === 0
      ? texts.needFiles
      : bad.length > 0
        ? texts.mend(bad.map((item) => item.name).join("、"))
        : allThere
          ? undefined
          : texts.stillSending;

  const submit = () => {
    setTried((count) => count + 1);
    if (fileFault !== undefined || Object.keys(faults).length > 0 || known.category === "") return;
    const { requestKey, category, title, issuedOn, performer } = known;
    const fileIds = delivered.flatMap((item) => item.fileId ?? []);
    sending.send({ requestKey, patientId, category, title, issuedOn, performer, fileIds } satisfies AddReportInput);
  };
  // A file may have been refused just now, and its tile should show that.
  useEffect(() => {
    if (sending.form.attempt > 0) void uploads.refresh();
  }, [sending.form.attempt]);

  return (
    <Page
      title={texts.addTitle}
      back={back ?? "/reports"}
      bottom={
        <>
          {items.length > 0 && !allThere && bad.length === 0 && (
            <p className="small quiet num">{texts.sendingCount(delivered.length, items.length)}</p>
          )}
          <Button kind="primary" block type="submit" form="report-add" loading={sending.form.busy}>
            {texts.submit}
          </Button>
        </>
      }
    >
      <ReportForm
        id="report-add"
        draft={known}
        change={change}
        people={people}
        hospitals={useHospitals(patientId)}
        faults={faults}
        fileFault={fileFault}
        tried={tried}
        sending={sending}
        onSubmit={submit}
      >
        {patientId !== "" && <UploadTiles patientId={patientId} snapshot={snapshot} />}
      </ReportForm>
    </Page>
  );
}

/** Chosen in the form, else what the link or the waiting files say, else the only one there is. */
function patientOf(
  chosen: string,
  hints: readonly (string | null | undefined)[],
  people: readonly { id: string }[],
): string {
  const found = [chosen, ...hints].find((id) => people.some((person) => person.id === id));
  return found ?? (people.length === 1 ? (people[0]?.id ?? "") : "");
}

/** An upload belongs to one patient, so choosing another sends the files again. */
function useKeepForPatient(patientId: string, items: readonly { patientId: string }[]): void {
  const stray = patientId !== "" && items.some((item) => item.patientId !== patientId);
  useEffect(() => {
    if (stray) void uploads.moveTo(patientId);
  }, [stray, patientId]);
}

/** Hospitals of earlier reports: most papers come from the same one or two. */
function useHospitals(patientId: string): string[] {
  const query = useInfiniteQuery({ ...reportsOfPatientQuery(patientId), enabled: patientId !== "" });
  return [...new Set(query.data?.pages.flatMap((page) => page.items.map((report) => report.performer)))].slice(0, 8);
}
