import type { AddReportInput } from "@fuzhen/shared/reports/report.schema.ts";
import type { ReactNode } from "react";
import { useId } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { dayKey } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import type { Sending } from "../../../lib/use-send.ts";
import { SelectField, TextField } from "../../../ui/shared/Field.tsx";
import { Form } from "../../../ui/mobile/Form.tsx";
import { reportTexts } from "../reports.texts.ts";
import { PatientSwitch, type PersonOption } from "./PatientSwitch.tsx";

export type Category = AddReportInput["category"];
const categories: readonly Category[] = ["laboratory", "imaging", "diagnosis-proof", "other"];

export interface ReportDraft {
  requestKey: string;
  patientId: string;
  category: Category | "";
  title: string;
  issuedOn: string;
  performer: string;
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
  const hospitalList = useId();
  const today = dayKey(useNow());
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
      <SelectField
        label={texts.category}
        hint={draft.category === "" ? undefined : texts.categoryHints[draft.category]}
        value={draft.category}
        onChange={(category) => change({ category })}
        error={errorOf("category")}
        options={categories.map((value) => ({ value, label: texts.categories[value] }))}
      />
      <TextField
        label={texts.name}
        hint={texts.nameHint}
        value={draft.title}
        onChange={(title) => change({ title })}
        error={errorOf("title")}
        name="title"
        autoComplete="off"
        limit={80}
      />
      <TextField
        label={texts.issuedOn}
        hint={texts.issuedOnHint}
        value={draft.issuedOn}
        onChange={(issuedOn) => change({ issuedOn })}
        error={draft.issuedOn > today ? texts.future : errorOf("issuedOn")}
        name="issuedOn"
        type="date"
        max={today}
      />
      <TextField
        label={texts.performer}
        hint={texts.performerHint}
        value={draft.performer}
        onChange={(performer) => change({ performer })}
        error={errorOf("performer")}
        name="performer"
        list={hospitalList}
        limit={80}
      />
      <datalist id={hospitalList}>
        {hospitals.map((hospital) => (
          <option key={hospital} value={hospital}>
            {hospital}
          </option>
        ))}
      </datalist>
    </Form>
  );
}

/** What the person has to fill in before anything is sent; the server checks again. */
export function useReportFaults(draft: ReportDraft): Partial<Record<keyof ReportDraft, string>> {
  const texts = useTexts(reportTexts);
  const { required } = useTexts(fieldErrorTexts);
  const today = dayKey(useNow());
  const faults: Partial<Record<keyof ReportDraft, string>> = {};
  for (const field of ["patientId", "category", "title", "issuedOn", "performer"] as const)
    if (draft[field].trim() === "") faults[field] = required;
  if (draft.issuedOn > today) faults.issuedOn = texts.future;
  return faults;
}
