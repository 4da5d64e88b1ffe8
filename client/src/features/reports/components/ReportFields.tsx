import type { AddReportInput } from "@fuzhen/shared/reports/report.schema.ts";
import { useId } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { dayKey } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { SelectField, TextField } from "../../../ui/shared/Field.tsx";
import { reportTexts } from "../reports.texts.ts";

export type Category = AddReportInput["category"];
const categories: readonly Category[] = ["laboratory", "imaging", "diagnosis-proof", "other"];

/** What a person writes down of a paper. */
export interface DescribedPaper {
  category: Category | "";
  title: string;
  issuedOn: string;
  performer: string;
}

interface ReportFieldsProps {
  draft: DescribedPaper;
  change: (part: Partial<DescribedPaper>) => void;
  /** Hospitals named before, offered again. */
  hospitals: readonly string[];
  errorOf: (field: keyof DescribedPaper) => string | undefined;
}

/** The fields of a paper, when it is added and when it is corrected. */
export function ReportFields({ draft, change, hospitals, errorOf }: ReportFieldsProps) {
  const texts = useTexts(reportTexts);
  const hospitalList = useId();
  const today = dayKey(useNow());
  return (
    <>
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
    </>
  );
}

/** What has to be filled in before it is sent; the server checks again. */
export function usePaperFaults(draft: DescribedPaper): Partial<Record<keyof DescribedPaper, string>> {
  const texts = useTexts(reportTexts);
  const { required } = useTexts(fieldErrorTexts);
  const today = dayKey(useNow());
  const faults: Partial<Record<keyof DescribedPaper, string>> = {};
  for (const field of ["category", "title", "issuedOn", "performer"] as const)
    if (draft[field].trim() === "") faults[field] = required;
  if (draft.issuedOn > today) faults.issuedOn = texts.future;
  return faults;
}
