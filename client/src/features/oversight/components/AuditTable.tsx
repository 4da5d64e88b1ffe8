import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import { useState } from "react";
import type { AuditEvent, AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { StatusTag } from "../../../ui/mobile/Tag.tsx";
import { Time } from "../../../ui/mobile/Time.tsx";
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
  const common = useTexts(commonTexts);
  const words = useAuditWords();
  const [open, setOpen] = useState<AuditEvent | null>(null);
  const query = useInfiniteQuery(auditEventsQuery(filter));
  if (query.error && !query.data) return <DeskError error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <DeskSkeleton rows={10} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <DeskEmpty>{texts.empty}</DeskEmpty>;
  return (
    <div className="stack">
      <Table
        rowKey="id"
        size="small"
        dataSource={rows}
        pagination={false}
        sticky
        columns={[
          { title: texts.at, width: 190, render: (_, row) => <Time at={row.at} withDate /> },
          { title: texts.who, width: 190, render: (_, row) => words.who(row) },
          {
            title: texts.what,
            render: (_, row) => (
              <Button type="link" size="small" onClick={() => setOpen(row)}>
                {words.what(row)}
              </Button>
            ),
          },
          { title: texts.purpose, width: 150, render: (_, row) => words.purpose(row) },
          { title: texts.patient, width: 150, render: (_, row) => words.patients(row) },
          {
            title: texts.outcome,
            width: 110,
            render: (_, row) =>
              row.outcome === "refused" ? (
                <StatusTag tone="attention">{words.outcome(row)}</StatusTag>
              ) : (
                words.outcome(row)
              ),
          },
          { title: texts.from_, width: 140, className: "num", dataIndex: "ip" },
        ]}
      />
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {common.more}
        </Button>
      )}
      <AuditDrawer
        event={open}
        onClose={() => setOpen(null)}
        onNarrow={(change) => {
          setOpen(null);
          onNarrow(change);
        }}
      />
    </div>
  );
}
