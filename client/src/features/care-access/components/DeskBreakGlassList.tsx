import { useQuery } from "@tanstack/react-query";
import { Table } from "antd";
import type { ReactNode } from "react";
import type { BreakGlass } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { Time } from "../../../ui/mobile/Time.tsx";
import { myBreakGlassQuery } from "../api/break-glass.ts";
import { careAccessTexts } from "../care-access.texts.ts";
import { timeLeft } from "../time-left.ts";

interface Props {
  /** A link to the record; the route knows where that is. */
  recordLink: (opening: BreakGlass) => ReactNode;
  action: ReactNode;
}

/** The specialist's own openings under way. */
export function DeskBreakGlassList({ recordLink, action }: Props) {
  const texts = useTexts(careAccessTexts);
  const now = useNow();
  const { data, error, refetch } = useQuery(myBreakGlassQuery);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={2} />;
  if (data.length === 0) return <DeskEmpty action={action}>{texts.none}</DeskEmpty>;
  return (
    <Table
      rowKey="id"
      dataSource={data}
      pagination={false}
      columns={[
        { title: texts.name, render: (_, row) => row.patient.name },
        { title: texts.reason, render: (_, row) => texts.reasons[row.reason] },
        { title: texts.live, render: (_, row) => <Time at={row.openedAt} /> },
        { title: "", className: "num", render: (_, row) => texts.left(timeLeft(row.until, now)) },
        { title: "", align: "right", render: (_, row) => recordLink(row) },
      ]}
    />
  );
}
