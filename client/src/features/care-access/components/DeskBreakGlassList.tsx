import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { BreakGlass } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { DeskTable } from "../../../ui/desk/lists/DeskTable.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
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
    <DeskTable
      label={texts.title}
      rowKey={(row) => row.id}
      rows={data}
      columns={[
        { key: "name", title: texts.name, cell: (row) => row.patient.name, stick: "start" },
        { key: "reason", title: texts.reason, cell: (row) => texts.reasons[row.reason] },
        { key: "since", title: texts.live, cell: (row) => <Time at={row.openedAt} /> },
        { key: "left", title: "", cell: (row) => texts.left(timeLeft(row.until, now)), num: true },
        { key: "record", title: "", cell: (row) => recordLink(row), stick: "end" },
      ]}
    />
  );
}
