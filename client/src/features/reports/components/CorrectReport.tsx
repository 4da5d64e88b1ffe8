import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Sheet } from "../../../ui/mobile/Sheet.tsx";
import { Button } from "../../../ui/shared/Button.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { correctReport } from "../api/correct-report.ts";
import { reportQuery } from "../api/report.ts";
import { reportTexts } from "../reports.texts.ts";
import { ReportFields, usePaperFaults, type DescribedPaper } from "./ReportFields.tsx";

/** Corrects what was written down of a paper; the pictures stay, and what stood there before is kept (R55). */
export function CorrectReport({ report }: { report: Report }) {
  const texts = useTexts(reportTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{texts.correct}</Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={texts.correct}>
        {open && <CorrectForm report={report} onDone={() => setOpen(false)} />}
      </Sheet>
    </>
  );
}

function CorrectForm({ report, onDone }: { report: Report; onDone: () => void }) {
  const texts = useTexts(reportTexts);
  const queryClient = useQueryClient();
  const { category, title, issuedOn, performer } = report;
  const [draft, setDraft] = useState<DescribedPaper>({ category, title, issuedOn, performer });
  const [tried, setTried] = useState(0);
  const faults = usePaperFaults(draft);
  const shown = tried > 0 ? faults : {};
  const onCorrected = (corrected: Report) => {
    queryClient.setQueryData(reportQuery(report.id).queryKey, corrected);
    void queryClient.invalidateQueries({ queryKey: ["reports"] });
    toast(texts.corrected, "done");
    onDone();
  };
  const sending = useSend(correctReport, onCorrected, { ...draft });
  const submit = () => {
    setTried((count) => count + 1);
    if (Object.keys(faults).length > 0 || draft.category === "") return;
    // By the version that is shown now: after a refusal the newest has been fetched.
    sending.send({ ...draft, category: draft.category, reportId: report.id, expectedVersion: report.version });
  };
  return (
    <Form
      onSubmit={submit}
      {...sending.form}
      fieldErrorCount={Object.keys(shown).length || sending.form.fieldErrorCount}
      attempt={tried + sending.form.attempt}
    >
      <p className="small quiet">{texts.correctWhat}</p>
      <ReportFields
        draft={draft}
        change={(part) => setDraft((before) => ({ ...before, ...part }))}
        hospitals={[]}
        errorOf={(field) => shown[field] ?? sending.fieldError(field)}
      />
      <Button kind="primary" block type="submit" loading={sending.form.busy}>
        {texts.save}
      </Button>
    </Form>
  );
}
