import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useRef, useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { cx } from "../../../ui/shared/cx.ts";
import { ImageViewer } from "../../../ui/shared/viewer/ImageViewer.tsx";
import { isBeingRead, isRefused, pagesOf } from "../report-files.ts";
import { reportTexts } from "../reports.texts.ts";
import { ReportPage } from "./ReportPage.tsx";
import styles from "./Reports.module.css";

interface ReportPagesProps {
  report: Report;
  /** One sheet below the other, each whole and to be turned where it stands; else small ones side by side. */
  whole?: boolean;
  /** A link has run out: ask for new ones. */
  onStale: () => void;
}

/** Every page of the report; a tap opens it in the viewer. */
export function ReportPages({ report, whole = false, onStale }: ReportPagesProps) {
  const texts = useTexts(reportTexts);
  const errorText = useErrorText();
  const [open, setOpen] = useState<number>();
  const asked = useRef<string>(undefined);
  const pages = pagesOf(report);
  /** Once a link: a picture that is broken for good must not ask for ever. */
  const askAgain = (link: string) => {
    if (asked.current === link) return;
    asked.current = link;
    onStale();
  };
  return (
    <>
      {report.files.some(isBeingRead) && <Notice>{texts.processing}</Notice>}
      {report.files.filter(isRefused).map((file) => (
        <Notice key={file.id} tone="danger">
          {file.name}: {errorText({ code: file.refusal })}
        </Notice>
      ))}
      <ul className={cx(styles.pages, whole && styles.inColumn)}>
        {pages.map((page, index) => (
          <ReportPage
            key={page.id}
            page={page}
            name={texts.look(report.title, index + 1)}
            whole={whole}
            only={pages.length === 1}
            onOpen={() => setOpen(index)}
            onStale={() => askAgain(page.display)}
          />
        ))}
      </ul>
      <ImageViewer
        images={pages.map((page, index) => ({
          id: page.id,
          src: page.display,
          alt: texts.look(report.title, index + 1),
        }))}
        index={open}
        onIndexChange={setOpen}
        onClose={() => setOpen(undefined)}
      />
    </>
  );
}
