/** Whom a fact about a report concerns: ids only. */
export interface ReportIds {
  reportId: string;
  /** User who acts for the patient. */
  accountId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "report:added": ReportIds;
    "report:corrected": ReportIds;
    "report:hidden": ReportIds;
    /** Pictures of one of its files are there. */
    "report:file-ready": ReportIds & { fileId: string };
    /** One of its files turned out unreadable after the report was sent: the patient must send it again. */
    "report:file-refused": ReportIds & { fileId: string };
  }
}
