import type { AddReportInput } from "@fuzhen/shared/reports/report.schema.ts";
import type { ReactNode } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import type { Sending } from "../../../lib/use-send.ts";
import { Form } from "../../../ui/mobile/Form.tsx";
import { reportTexts } from "../reports.texts.ts";
import { ReportFields, usePaperFaults, type Category, type DescribedPaper } from "./ReportFields.tsx";
import { PatientSwitch, type PersonOption } from "./PatientSwitch.tsx";

export type { Category };

export interface ReportDraft extends DescribedPaper {
  requestKey: string;
  patientId: string;
}

interface ReportFormProps {
  id: string;
  draft: ReportDraft;
  change: (part: Partial<ReportDraft>) => void;
  people: readonly PersonOption[];
  /** Hospitals named before, offered again. */
  hospitals: readonly string[];
  /** Faults by field; shown once the person has tried to send (`tried` > 0). */
  faults: Partial<Record<keyof ReportDraft, string>>;
  /** What is the matter with the files, as a whole. */
  fileFault: string | undefined;
  tried: number;
  sending: Sending<AddReportInput>;
  onSubmit: () => void;
  /** The files, first: the camera comes before any typing. */
  children: ReactNode;
}

export function ReportForm(props: ReportFormProps) {
  const { id, draft, change, people, hospitals, faults, fileFault, tried, sending, onSubmit, children } = props;
  const texts = useTexts(reportTexts);
  const shown = tried > 0 ? faults : {};
  const faultCount = Object.keys(shown).length;
  const errorOf = (field: keyof ReportDraft) => shown[field] ?? sending.fieldError(field);
  return (
    <Form
      id={id}
      onSubmit={onSubmit}
      busy={sending.form.busy}
      error={(tried > 0 ? fileFault : undefined) ?? sending.form.error}
      fieldErrorCount={faultCount > 0 ? faultCount : sending.form.fieldErrorCount}
      attempt={tried + sending.form.attempt}
    >
      <PatientSwitch
        label={texts.forWhom}
        people={people}
        value={draft.patientId}
        onChange={(patientId) => change({ patientId })}
        error={errorOf("patientId")}
      />
      {children}
      <ReportFields draft={draft} change={change} hospitals={hospitals} errorOf={errorOf} />
    </Form>
  );
}

/** What the person has to fill in before anything is sent; the server checks again. */
export function useReportFaults(draft: ReportDraft): Partial<Record<keyof ReportDraft, string>> {
  const { required } = useTexts(fieldErrorTexts);
  const ofPaper = usePaperFaults(draft);
  return draft.patientId === "" ? { patientId: required, ...ofPaper } : ofPaper;
}
