import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { AuditEvent, AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import { DeskEmpty } from "../../../ui/desk/DeskStates.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { auditEventsQuery } from "../api/audit-events.ts";
import { auditTexts } from "../audit.texts.ts";
import { useAuditWords } from "../use-audit-words.ts";
import { AuditDrawer } from "./AuditDrawer.tsx";

interface AuditTableProps {
  filter: AuditFilter;
  onNarrow: (change: Partial<AuditFilter>) => void;
}

/** Rows of the trail, newest first; a row opens with everything that is known of it. */
export function AuditTable({ filter, onNarrow }: AuditTableProps) {
  const texts = useTexts(auditTexts);
  const words = useAuditWords();
  const [open, setOpen] = useState<AuditEvent | null>(null);
  const query = useInfiniteQuery(auditEventsQuery(filter));
  return (
    <>
      <DeskList
        label={texts.title}
        query={query}
        rowKey={(row) => row.id}
        empty={<DeskEmpty>{texts.empty}</DeskEmpty>}
        columns={[
          { key: "at", title: texts.at, cell: (row) => <Time at={row.at} withDate />, stick: "start" },
          { key: "who", title: texts.who, cell: (row) => words.who(row) },
          {
            key: "what",
            title: texts.what,
            cell: (row) => (
              <Button type="link" size="small" onClick={() => setOpen(row)}>
                {words.what(row)}
              </Button>
            ),
          },
          { key: "purpose", title: texts.purpose, cell: (row) => words.purpose(row) },
          { key: "patient", title: texts.patient, cell: (row) => words.patients(row) },
          {
            key: "outcome",
            title: texts.outcome,
            cell: (row) =>
              row.outcome === "refused" ? (
                <StatusTag tone="attention">{words.outcome(row)}</StatusTag>
              ) : (
                words.outcome(row)
              ),
          },
          { key: "from", title: texts.from_, cell: (row) => row.ip, num: true },
        ]}
      />
      <AuditDrawer
        event={open}
        onClose={() => setOpen(null)}
        onNarrow={(change) => {
          setOpen(null);
          onNarrow(change);
        }}
      />
    </>
  );
}
