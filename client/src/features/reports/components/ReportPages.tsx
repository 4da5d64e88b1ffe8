import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useRef, useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { PageFlawTag } from "../../../ui/shared/PageFlawTag.tsx";
import { ImageViewer } from "../../../ui/shared/viewer/ImageViewer.tsx";
import { isBeingRead, isRefused, pagesOf } from "../report-files.ts";
import { reportTexts } from "../reports.texts.ts";
import styles from "./Reports.module.css";

/** Every page of the report, large; a tap opens it in the viewer. `onStale`: a link has run out, ask for new ones. */
export function ReportPages({ report, onStale }: { report: Report; onStale: () => void }) {
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
      <ul className={styles.pages}>
        {pages.map((page, index) => (
          <li key={`${page.fileId}/${page.number}`}>
            <button
              type="button"
              className={styles.page}
              aria-label={texts.look(report.title, index + 1)}
              onClick={() => setOpen(index)}
            >
              <img
                src={pages.length === 1 ? page.display : page.thumb}
                alt=""
                width={page.width}
                height={page.height}
                loading="lazy"
                onError={() => askAgain(page.display)}
              />
            </button>
            <PageFlawTag flaw={page.flaw} />
          </li>
        ))}
      </ul>
      <ImageViewer
        images={pages.map((page, index) => ({ src: page.display, alt: texts.look(report.title, index + 1) }))}
        index={open}
        onIndexChange={setOpen}
        onClose={() => setOpen(undefined)}
      />
    </>
  );
}
