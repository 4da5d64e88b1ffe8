import type { FileInfo, PageFlaw } from "@fuzhen/shared/files/file.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";

export interface ReportPage {
  /** File and number, by which it stays turned. */
  id: string;
  name: string;
  /** From 1, within its file. */
  number: number;
  display: string;
  /** Small picture; of a PDF only the first page has one. */
  thumb: string;
  width: number;
  height: number;
  flaw: PageFlaw | null;
}

/** All pages of a report in order: one a photo, several a PDF. */
export function pagesOf(report: Report): ReportPage[] {
  return report.files.flatMap((file) =>
    file.pages.map(({ display, thumb, width, height, flaw }, index) => ({
      id: `${file.id}/${index + 1}`,
      name: file.name,
      number: index + 1,
      display,
      thumb: thumb ?? display,
      width,
      height,
      flaw,
    })),
  );
}

export const isBeingRead = (file: FileInfo) => file.status === "processing" || file.status === "uploading";
export const isRefused = (file: FileInfo) => file.status === "refused";

/** Reports of one month together, in the order they came (newest first). */
export function byMonth(reports: readonly Report[]): { month: string; reports: Report[] }[] {
  const months: { month: string; reports: Report[] }[] = [];
  for (const report of reports) {
    const month = report.issuedOn.slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.reports.push(report);
    else months.push({ month, reports: [report] });
  }
  return months;
}
