import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useEffect, useId } from "react";
import { useLocation, useNavigate } from "../../../lib/router/index.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { reportsOfPatientQuery } from "../api/reports-of-patient.ts";
import { reportTexts } from "../reports.texts.ts";
import { ReportFacts } from "./ReportList.tsx";
import { ReportThumb } from "./ReportThumb.tsx";
import styles from "./Reports.module.css";

export interface ReportChoiceProps {
  patientId: string;
  /** Only reports of this kind, such as `diagnosis-proof`. */
  category?: Report["category"];
  /** Reports not offered, because they are chosen elsewhere (the proof, when choosing further reports). */
  exclude?: readonly string[];
  /** Ids of the chosen reports; one at most unless `multiple`. */
  value: readonly string[];
  onChange: (reportIds: string[]) => void;
  multiple?: boolean;
  /** Read aloud as the name of the group. */
  label?: string;
  error?: string | undefined;
}

/**
 * Chooses among a patient's reports. "Upload another" leads to the upload page and back to this place, and what was
 * uploaded there is chosen on return.
 */
export function ReportChoice(props: ReportChoiceProps) {
  const { patientId, category, exclude = [], value, onChange, multiple = false, label, error } = props;
  const texts = useTexts(reportTexts);
  const common = useTexts(commonTexts);
  const group = useId();
  const { pathname, search } = useLocation();
  const query = useInfiniteQuery(reportsOfPatientQuery(patientId, category));
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const reports = all.filter((report) => !exclude.includes(report.id));
  useAddedReport(reports, category ?? "", (id) =>
    onChange(multiple ? [...value.filter((other) => other !== id), id] : [id]),
  );

  const toggle = (id: string, chosen: boolean) => {
    const others = multiple ? value.filter((other) => other !== id) : [];
    onChange(chosen ? [...others, id] : others);
  };
  const upload = new URLSearchParams({ patientId, back: pathname + search, ...(category ? { category } : {}) });

  if (query.isPending) return <ListSkeleton rows={2} leading />;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <fieldset className="stack-tight" aria-describedby={error === undefined ? undefined : `${group}-error`}>
      <legend className="visually-hidden">{label ?? texts.choose}</legend>
      {reports.length === 0 && <p className="quiet">{texts.chooseNone}</p>}
      {reports.length > 0 && (
        <ul className={styles.choices}>
          {reports.map((report) => (
            <li key={report.id}>
              <label className={styles.choice}>
                <input
                  type={multiple ? "checkbox" : "radio"}
                  name={group}
                  checked={value.includes(report.id)}
                  aria-invalid={error === undefined ? undefined : true}
                  onChange={(event) => toggle(report.id, event.target.checked)}
                />
                <ReportThumb report={report} onStale={() => void query.refetch()} />
                <span className="stack-tight grow">
                  <span>{report.title}</span>
                  <span className="small quiet">
                    <ReportFacts report={report} />
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && (
        <p id={`${group}-error`} className={styles.error}>
          {error}
        </p>
      )}
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {common.more}
        </Button>
      )}
      <ButtonLink block icon={<Plus aria-hidden size={20} />} to={`/reports/add?${upload}`}>
        {reports.length === 0 ? texts.uploadFirst : texts.uploadAnother}
      </ButtonLink>
    </fieldset>
  );
}

/**
 * The upload page puts the id of the added report, and the kind of choice it was made for, into the history state (a
 * page may have several choices). Selects that report once, as soon as the fetched list contains it.
 */
function useAddedReport(reports: readonly Report[], kind: string, choose: (id: string) => void): void {
  const location = useLocation();
  const navigate = useNavigate();
  const state: unknown = location.state;
  const added =
    typeof state === "object" &&
    state !== null &&
    "addedReportId" in state &&
    typeof state.addedReportId === "string" &&
    "addedFor" in state &&
    state.addedFor === kind
      ? state.addedReportId
      : undefined;
  const found = added !== undefined && reports.some((report) => report.id === added);
  useEffect(() => {
    if (!found || added === undefined) return;
    choose(added);
    navigate(location.pathname + location.search, { replace: true, state: null });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps -- chosen once; `choose` is new with each draw
  }, [found, added]);
}
