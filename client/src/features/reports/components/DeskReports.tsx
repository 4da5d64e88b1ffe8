import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Collapse } from "antd";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { reportQuery } from "../api/report.ts";
import { reportsOfPatientQuery } from "../api/reports-of-patient.ts";
import { reportTexts } from "../reports.texts.ts";
import { EarlierReport } from "./EarlierReport.tsx";
import { ReportFacts } from "./ReportList.tsx";
import { ReportPages } from "./ReportPages.tsx";

interface Props {
  patientId: string;
  /** Attached to this booking: marked, and open from the start. */
  attachedIds: readonly string[];
  /** The one that proves the in-person diagnosis (R11): first in the list. */
  proofId: string;
}

/** All of a patient's reports; a report's pages open in the viewer with zoom and rotation. */
export function DeskReports({ patientId, attachedIds, proofId }: Props) {
  const texts = useTexts(reportTexts);
  const common = useTexts(commonTexts);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    reportsOfPatientQuery(patientId),
  );
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={3} />;
  const reports = data.pages.flatMap((page) => page.items);
  if (reports.length === 0) return <p className="quiet">{texts.chooseNone}</p>;
  const attached = (report: Report) => attachedIds.includes(report.id);
  const rank = (report: Report) => (report.id === proofId ? 0 : attached(report) ? 1 : 2);
  const ordered = reports.toSorted((a, b) => rank(a) - rank(b));
  return (
    <>
      <Collapse
        defaultActiveKey={ordered.filter(attached).map((report) => report.id)}
        items={ordered.map((report) => ({
          key: report.id,
          label: (
            <span className="stack-tight">
              <strong>{report.title}</strong>
              <span className="quiet small">
                <ReportFacts report={report} />
              </span>
            </span>
          ),
          extra: attached(report) && <Tag>{texts.attached}</Tag>,
          children: <OpenReport report={report} />,
        }))}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}

/** Opened: asked for by itself, so that its links are fresh and the reading is logged as such (R65). */
function OpenReport({ report }: { report: Report }) {
  const { data, refetch } = useQuery({ ...reportQuery(report.id), initialData: report, initialDataUpdatedAt: 0 });
  return (
    <>
      <EarlierReport report={data} />
      <ReportPages report={data} whole onStale={() => void refetch()} />
    </>
  );
}
