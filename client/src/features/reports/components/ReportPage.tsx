import { RotateCw } from "lucide-react";
import type { CSSProperties } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { turnedOnce, turnPage, usePageTurns } from "../../../lib/page-turns.ts";
import { IconButton } from "../../../ui/shared/Button.tsx";
import { cx } from "../../../ui/shared/cx.ts";
import { PageFlawTag } from "../../../ui/shared/PageFlawTag.tsx";
import type { ReportPage as Page } from "../report-files.ts";
import styles from "./Reports.module.css";
import { viewerTexts } from "../../../ui/shared/viewer/viewer.texts.ts";

interface ReportPageProps {
  page: Page;
  /** Read aloud: 肾功能，第 1 页. */
  name: string;
  /** `whole`: all of the sheet, and it can be turned where it stands, as a specialist reads; else a small one to tap. */
  whole: boolean;
  /** The only page of its report, which may be larger. */
  only: boolean;
  onOpen: () => void;
  onStale: () => void;
}

/** One page of a report: its picture, what is wrong with it, and a way to see it large. */
export function ReportPage({ page, name, whole, only, onOpen, onStale }: ReportPageProps) {
  const texts = useTexts(viewerTexts);
  const turns = usePageTurns(page.id);
  const sideways = turns % 2 === 1;
  const shape = page.width > 0 && page.height > 0 ? page.width / page.height : 1;
  // The place has the shape of the turned sheet; the picture in it is as wide as the sheet was.
  const place = { "--shape": sideways ? 1 / shape : shape, "--across": sideways ? shape : 1 } as CSSProperties;
  return (
    <li>
      <button
        type="button"
        className={cx(styles.page, whole && styles.whole)}
        aria-label={name}
        {...(whole && { style: place })}
        onClick={onOpen}
      >
        <img
          src={whole || only ? page.display : page.thumb}
          alt=""
          width={page.width}
          height={page.height}
          loading="lazy"
          data-turns={whole ? turns : undefined}
          onError={onStale}
        />
      </button>
      <div className="row">
        <span className="grow">
          <PageFlawTag flaw={page.flaw} />
        </span>
        {whole && (
          <IconButton
            label={`${texts.rotate}：${name}`}
            icon={<RotateCw aria-hidden size={18} />}
            onClick={() => turnPage(page.id, turnedOnce(turns))}
          />
        )}
      </div>
    </li>
  );
}
