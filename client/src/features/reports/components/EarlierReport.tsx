import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { cx } from "../../../ui/shared/cx.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { reportTexts } from "../reports.texts.ts";
import styles from "./Reports.module.css";

/** What stood there before it was corrected, the oldest first; nothing where it never was. */
export function EarlierReport({ report: { earlier } }: { report: Report }) {
  const texts = useTexts(reportTexts);
  if (earlier.length === 0) return null;
  return (
    <details>
      <summary>{texts.earlierTimes(earlier.length)}</summary>
      <ul className={cx(styles.earlier, "small", "quiet")}>
        {earlier.map(({ until, category, title, issuedOn, performer }) => (
          <li key={until}>
            <Time at={until} /> {texts.before} {texts.categories[category]} · {title} ·{" "}
            <Time at={`${issuedOn}T12:00:00+08:00`} form="date" /> · {performer}
          </li>
        ))}
      </ul>
    </details>
  );
}
