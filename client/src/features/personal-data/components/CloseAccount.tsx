import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { SmallForm } from "../../../ui/mobile/SmallForm.tsx";
import { closeAccount, openBookingsOfAccountQuery } from "../api/close-account.ts";
import { closeTexts } from "../close.texts.ts";
import { OpenBookingList } from "./OpenBookingList.tsx";

/** Says what closing ends, what is called off and what is kept, then asks twice: by a tick and by who one is. */
export function CloseAccount() {
  const texts = useTexts(closeTexts);
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(openBookingsOfAccountQuery);
  const [sure, setSure] = useState(false);
  const [tried, setTried] = useState(0);
  const closing = useSend(
    (input: Parameters<typeof closeAccount>[0]) =>
      closeAccount(input).catch((refused: unknown) => {
        void queryClient.invalidateQueries({ queryKey: openBookingsOfAccountQuery.queryKey });
        throw refused;
      }),
    () => toast(texts.closed, "done"),
  );
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton rows={3} />;
  const { bookings } = data;
  const underWay = bookings.filter((booking) => booking.underWay);
  if (underWay.length > 0)
    return (
      <>
        <Notice tone="attention">{texts.waitForVisit}</Notice>
        <OpenBookingList bookings={underWay} />
      </>
    );
  const submit = () => {
    setTried((count) => count + 1);
    if (sure) closing.send({ bookings: bookings.map(({ id }) => id) });
  };
  return (
    <>
      <div className="prose">
        <p>{texts.what}</p>
        <p>{texts.kept}</p>
        <p>{texts.again}</p>
      </div>
      {bookings.length > 0 ? (
        <>
          <p>{texts.bookings(bookings.length)}</p>
          <OpenBookingList bookings={bookings} />
        </>
      ) : (
        <p>{texts.noBookings}</p>
      )}
      <SmallForm
        form={{ ...closing.form, fieldErrorCount: 0, attempt: tried + closing.form.attempt }}
        onSubmit={submit}
        submit={bookings.length > 0 ? texts.closeWithBookings(bookings.length) : texts.close}
        kind="danger"
      >
        <Checkbox
          label={texts.sure}
          checked={sure}
          onChange={setSure}
          name="sure"
          error={tried > 0 && !sure ? texts.mustBeSure : undefined}
        />
      </SmallForm>
    </>
  );
}
