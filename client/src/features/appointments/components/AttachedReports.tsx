import { useQueries } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import type { ReactNode } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { Skeleton } from "../../../ui/shared/States.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { attachedReportQuery } from "../api/attached-report.ts";
import { appointmentTexts } from "../appointments.texts.ts";

interface AttachedReportsProps {
  proofReportId: string;
  reportIds: readonly string[];
  /** The way to add more, when one may. */
  action: ReactNode;
}

/** The papers the specialist sees: the proof of the diagnosis first. */
export function AttachedReports({ proofReportId, reportIds, action }: AttachedReportsProps) {
  const texts = useTexts(appointmentTexts);
  const ids = [proofReportId, ...reportIds.filter((id) => id !== proofReportId)];
  const reports = useQueries({ queries: ids.map((id) => attachedReportQuery(id)) });
  return (
    <Section title={texts.reports}>
      <List>
        {reports.map((report, index) => (
          <ListItem
            key={ids[index]}
            {...(report.data && { to: `/reports/${report.data.id}` })}
            leading={<FileText aria-hidden size={22} />}
            title={report.data?.title ?? (report.isError ? texts.reportBroken : <Skeleton />)}
            detail={
              report.data && (
                <>
                  <Time at={`${report.data.issuedOn}T04:00:00Z`} form="date" /> · {report.data.performer}
                </>
              )
            }
            trailing={index === 0 && <Tag>{texts.proof}</Tag>}
          />
        ))}
      </List>
      {ids.length === 1 && <p className="quiet">{texts.noReports}</p>}
      {action}
    </Section>
  );
}
