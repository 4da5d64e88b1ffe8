import { useInfiniteQuery } from "@tanstack/react-query";
import { bookingStates } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { DeskEmpty } from "../../../../ui/desk/DeskStates.tsx";
import { filterByName, filterByWord } from "../../../../ui/desk/lists/filters.ts";
import { useListState } from "../../../../ui/desk/lists/use-list-state.ts";
import { bookingsOfDayQuery } from "../../api/bookings-of-day.ts";
import { appointmentTexts } from "../../appointments.texts.ts";
import { deskBookingsTexts } from "../../desk-bookings.texts.ts";
import { BookingList } from "../BookingList.tsx";

interface Props {
  day: string;
  dayWords: string;
  departments: readonly { id: string; name: string }[];
}

/** One day's bookings, live. */
export function DeskBookings({ day, dayWords, departments }: Props) {
  const texts = useTexts(deskBookingsTexts);
  const { phases } = useTexts(appointmentTexts);
  const list = useListState(["departmentId", "state"]);
  const query = useInfiniteQuery(bookingsOfDayQuery(day, list.search));
  return (
    <>
      <p className="quiet">{texts.masked}</p>
      <BookingList
        label={texts.title}
        query={query}
        list={list}
        searchLabel={texts.search}
        filters={[
          filterByName("departmentId", texts.department, departments),
          filterByWord("state", texts.status, bookingStates, phases),
        ]}
        empty={<DeskEmpty>{texts.empty(dayWords)}</DeskEmpty>}
      />
    </>
  );
}
