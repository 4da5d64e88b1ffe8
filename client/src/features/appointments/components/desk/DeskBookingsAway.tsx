import { useInfiniteQuery } from "@tanstack/react-query";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { DeskEmpty } from "../../../../ui/desk/DeskStates.tsx";
import { bookingsAwayQuery } from "../../api/bookings-away.ts";
import { deskBookingsTexts } from "../../desk-bookings.texts.ts";
import { BookingList } from "../BookingList.tsx";

/** Bookings to come that are left without their specialist, whatever the day: to be moved or called off. */
export function DeskBookingsAway() {
  const texts = useTexts(deskBookingsTexts);
  return (
    <>
      <p className="quiet">{texts.awayHint}</p>
      <BookingList
        label={texts.away}
        query={useInfiniteQuery(bookingsAwayQuery)}
        empty={<DeskEmpty>{texts.noneAway}</DeskEmpty>}
        withDay
      />
    </>
  );
}
