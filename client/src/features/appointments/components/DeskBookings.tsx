import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { bookingStates } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { timeOfDayOf } from "@fuzhen/shared/time.ts";
import { sayFee } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import { DeskEmpty } from "../../../ui/desk/DeskStates.tsx";
import { filterByName, filterByWord } from "../../../ui/desk/lists/filters.ts";
import { useListState } from "../../../ui/desk/lists/use-list-state.ts";
import { Time } from "../../../ui/shared/Time.tsx";
import { bookingsOfDayQuery } from "../api/bookings-of-day.ts";
import { appointmentTexts } from "../appointments.texts.ts";
import { deskBookingsTexts } from "../desk-bookings.texts.ts";
import { AppointmentStatus } from "./AppointmentStatus.tsx";
import { DeskCancelBooking } from "./DeskCancelBooking.tsx";
import { DeskMoveBooking } from "./DeskMoveBooking.tsx";

interface Props {
  day: string;
  dayWords: string;
  departments: readonly { id: string; name: string }[];
}

/** One day's bookings, live; nothing clinical in it (least access). What still may be called off or moved can be, here. */
export function DeskBookings({ day, dayWords, departments }: Props) {
  const texts = useTexts(deskBookingsTexts);
  const { phases } = useTexts(appointmentTexts);
  const language = useLanguage();
  const [asked, setAsked] = useState<{ form: "cancel" | "move"; booking: Booking } | null>(null);
  const list = useListState(["departmentId", "state"]);
  const query = useInfiniteQuery(bookingsOfDayQuery(day, list.search));
  const close = () => setAsked(null);
  return (
    <>
      <p className="quiet">{texts.masked}</p>
      <DeskList
        label={texts.title}
        query={query}
        list={list}
        searchLabel={texts.search}
        filters={[
          filterByName("departmentId", texts.department, departments),
          filterByWord("state", texts.status, bookingStates, phases),
        ]}
        rowKey={(row) => row.id}
        empty={<DeskEmpty>{texts.empty(dayWords)}</DeskEmpty>}
        columns={[
          {
            key: "time",
            title: texts.time,
            num: true,
            stick: "start",
            cell: (row) => (
              <span className="no-break">
                {timeOfDayOf(new Date(row.start))}–{timeOfDayOf(new Date(row.end))}
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
                {row.abilities.move && (
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
