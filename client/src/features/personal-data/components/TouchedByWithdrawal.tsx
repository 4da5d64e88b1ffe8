import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { openBookingsQuery } from "../api/open-bookings.ts";
import { personalDataTexts } from "../personal-data.texts.ts";
import { OpenBookingList } from "./OpenBookingList.tsx";

/** What of a 就诊人 is open, and what becomes of it while a consent is withdrawn. */
export function TouchedByWithdrawal({ patientId }: { patientId: string }) {
  const texts = useTexts(personalDataTexts);
  const { data, error, refetch } = useQuery(openBookingsQuery(patientId));
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton rows={1} />;
  const underWay = data.bookings.filter((booking) => booking.underWay);
  const held = data.bookings.filter((booking) => !booking.underWay);
  return (
    <>
      {underWay.length > 0 && (
        <>
          <p>{texts.goesOn}</p>
          <OpenBookingList bookings={underWay} />
        </>
      )}
      {held.length > 0 ? (
        <>
          <p>{texts.heldByWithdrawal(held.length)}</p>
          <OpenBookingList bookings={held} />
        </>
      ) : (
        underWay.length === 0 && <p>{texts.noBookings}</p>
      )}
    </>
  );
}
