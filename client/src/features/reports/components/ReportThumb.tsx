import { FileText } from "lucide-react";
import { useState } from "react";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { pagesOf } from "../report-files.ts";
import styles from "./Reports.module.css";

/** The first page of a report, small. Decorative: its title stands beside it. */
export function ReportThumb({ report, onStale }: { report: Report; onStale: () => void }) {
  const [broken, setBroken] = useState<string>();
  const source = pagesOf(report)[0]?.thumb;
  return (
    <span className={styles.thumb} aria-hidden>
      {source === undefined || source === broken ? (
        <FileText size={26} />
      ) : (
        <img
          src={source}
          alt=""
          loading="lazy"
          onError={() => {
            setBroken(source);
            onStale();
          }}
        />
      )}
    </span>
  );
}
