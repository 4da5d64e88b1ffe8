import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { StatusTag, Tag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { byMonth, isBeingRead, isRefused } from "../report-files.ts";
import { reportTexts } from "../reports.texts.ts";
import { ReportThumb } from "./ReportThumb.tsx";

/** Reports grouped by the month on the paper. */
export function ReportList({ reports, onStale }: { reports: readonly Report[]; onStale: () => void }) {
  const texts = useTexts(reportTexts);
  return byMonth(reports).map(({ month, reports: ofMonth }) => {
    const title = texts.month(month.slice(0, 4), Number(month.slice(5)));
    return (
      <Section key={month} title={title}>
        <List label={title}>
          {ofMonth.map((report) => (
            <ListItem
              key={report.id}
              leading={<ReportThumb report={report} onStale={onStale} />}
              title={report.title}
              detail={<ReportFacts report={report} />}
              to={`/reports/${report.id}`}
            />
          ))}
        </List>
      </Section>
    );
  });
}

/** Kind, day, hospital, and what is the matter with its files. */
export function ReportFacts({ report }: { report: Report }) {
  const texts = useTexts(reportTexts);
  const refused = report.files.filter(isRefused).length;
  return (
    <span className="stack-tight">
      <span>
        <Time at={`${report.issuedOn}T12:00:00+08:00`} form="date" /> · {report.performer}
      </span>
      <span className="row wrap">
        <Tag>{texts.categories[report.category]}</Tag>
        {report.files.some(isBeingRead) && <StatusTag tone="active">{texts.reading}</StatusTag>}
        {refused > 0 && <StatusTag tone="danger">{texts.unreadable(refused)}</StatusTag>}
      </span>
    </span>
  );
}
