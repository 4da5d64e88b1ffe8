import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { timeOfDayOf } from "@fuzhen/shared/time.ts";
import { sayFee } from "../../../lib/fee.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { Tag, type TagTone } from "../../../ui/mobile/Tag.tsx";
import { Time } from "../../../ui/mobile/Time.tsx";
import { bookingsOfDayQuery } from "../api/bookings-of-day.ts";
import { deskBookingsTexts } from "../desk-bookings.texts.ts";

const tones: Record<Booking["status"], TagTone> = {
  booked: "plain",
  "checked-in": "active",
  fulfilled: "done",
  cancelled: "plain",
  noshow: "attention",
};

/** One day's bookings, live; nothing clinical in it (least access). `day` undefined is today. */
export function DeskBookings({ day, dayWords }: { day: string | undefined; dayWords: string }) {
  const texts = useTexts(deskBookingsTexts);
  const common = useTexts(commonTexts);
  const language = useLanguage();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    bookingsOfDayQuery(day),
  );
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={8} />;
  const rows = data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <DeskEmpty>{texts.empty(dayWords)}</DeskEmpty>;
  return (
    <div className="stack">
      <p className="quiet">
        {texts.summary(rows.length, rows.filter((row) => row.status === "cancelled").length)} · {texts.masked}
      </p>
      <Table
        rowKey="id"
        dataSource={rows}
        pagination={false}
        sticky
        columns={[
          {
            title: texts.time,
            className: "num",
            render: (_, row) => `${timeOfDayOf(new Date(row.start))}–${timeOfDayOf(new Date(row.end))}`,
          },
          { title: texts.patient, dataIndex: "patientNameMasked" },
          { title: texts.specialist, render: (_, row) => row.specialist.name },
          { title: texts.department, dataIndex: "departmentName" },
          { title: texts.kind, render: (_, row) => texts.kinds[row.visitKind] },
          {
            title: texts.fee,
            className: "num",
            align: "right",
            render: (_, row) => sayFee(row.feeCents, language),
          },
          {
            title: texts.status,
            render: (_, row) => <Tag tone={tones[row.status]}>{texts.statuses[row.status]}</Tag>,
          },
          { title: texts.bookedAt, render: (_, row) => <Time at={row.bookedAt} form="moment" withDate /> },
        ]}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </div>
  );
}
