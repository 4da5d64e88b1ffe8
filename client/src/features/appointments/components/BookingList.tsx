import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { timeOfDayOf } from "@fuzhen/shared/time.ts";
import { sayFee } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import type { DeskFilter } from "../../../ui/desk/lists/DeskFilters.tsx";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import type { ListState } from "../../../ui/desk/lists/use-list-state.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { deskBookingsTexts } from "../desk-bookings.texts.ts";
import { AppointmentStatus } from "./AppointmentStatus.tsx";
import { DeskCancelBooking } from "./desk/DeskCancelBooking.tsx";
import { DeskMoveBooking } from "./desk/DeskMoveBooking.tsx";

interface Props {
  label: string;
  query: UseInfiniteQueryResult<InfiniteData<{ items: Booking[]; nextCursor: string | null; total?: number | null }>>;
  list?: ListState;
  searchLabel?: string;
  filters?: readonly DeskFilter[];
  empty: ReactNode;
  /** They are of several days. */
  withDay?: boolean;
}

/** Bookings as the office sees them; nothing clinical in it (least access). What still may be called off or moved can be, here. */
export function BookingList({ withDay = false, ...props }: Props) {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const [asked, setAsked] = useState<{ form: "cancel" | "move"; booking: Booking } | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <DeskList
        {...props}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "time",
            title: texts.time,
            num: true,
            stick: "start",
            cell: (row) => (
              <span className="no-break">
                {withDay ? (
                  <Time at={row.start} form="moment" withDate />
                ) : (
                  `${timeOfDayOf(new Date(row.start))}–${timeOfDayOf(new Date(row.end))}`
                )}
              </span>
            ),
          },
          { key: "patient", title: texts.patient, cell: (row) => row.patientNameMasked },
          { key: "specialist", title: texts.specialist, cell: (row) => row.specialist.name },
          { key: "department", title: texts.department, cell: (row) => row.departmentName },
          { key: "kind", title: texts.kind, cell: (row) => texts.kinds[row.visitKind] },
          { key: "fee", title: texts.fee, num: true, cell: (row) => sayFee(row.feeCents, language) },
          {
            key: "status",
            title: texts.status,
            cell: (row) => (
              <>
                <AppointmentStatus
                  appointment={{ ...row, judgement: row.decision === null ? null : { decision: row.decision } }}
                />
                {row.cancelledBy && row.decision !== "declined" && (
                  <p className="quiet small">{texts.cancelledBy[row.cancelledBy]}</p>
                )}
              </>
            ),
          },
          { key: "bookedAt", title: texts.bookedAt, cell: (row) => <Time at={row.bookedAt} form="moment" withDate /> },
          {
            key: "actions",
            title: texts.actions,
            stick: "end",
            cell: (row) => (
              <>
                {(row.abilities.move || row.abilities.handOver) && (
                  <Button type="link" onClick={() => setAsked({ form: "move", booking: row })}>
                    {texts.move}
                  </Button>
                )}
                {row.abilities.cancel && (
                  <Button type="link" danger onClick={() => setAsked({ form: "cancel", booking: row })}>
                    {texts.cancel}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {asked?.form === "cancel" && <DeskCancelBooking booking={asked.booking} onClose={close} />}
      {asked?.form === "move" && <DeskMoveBooking booking={asked.booking} onClose={close} />}
    </>
  );
}
