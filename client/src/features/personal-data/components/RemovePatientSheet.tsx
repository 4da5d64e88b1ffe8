import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { ConfirmSheet } from "../../../ui/mobile/ConfirmSheet.tsx";
import { Sheet } from "../../../ui/mobile/Sheet.tsx";
import { openBookingsQuery } from "../api/open-bookings.ts";
import { removePatient } from "../api/remove-patient.ts";
import { personalDataTexts } from "../personal-data.texts.ts";
import { OpenBookingList } from "./OpenBookingList.tsx";

interface RemovePatientSheetProps {
  patient: { id: string; name: string };
  onClose: () => void;
  onRemoved: () => void;
}

/** Names what is open and what becomes of it, then asks. Mounted when it is opened, so that what it names is of now. */
export function RemovePatientSheet({ patient, onClose, onRemoved }: RemovePatientSheetProps) {
  const texts = useTexts(personalDataTexts);
  const queryClient = useQueryClient();
  const { data, error, isLoadingError, refetch } = useQuery(openBookingsQuery(patient.id));
  const removing = useSend(
    (input: Parameters<typeof removePatient>[0]) =>
      removePatient(input).catch((refused: unknown) => {
        // Something was booked or opened meanwhile: it is shown before it is asked again.
        void queryClient.invalidateQueries({ queryKey: ["patients", patient.id, "open-bookings"] });
        throw refused;
      }),
    onRemoved,
  );
  const bookings = data?.bookings ?? [];
  const underWay = bookings.filter((booking) => booking.underWay);
  const title = texts.removeAsk(patient.name);
  if (!data || underWay.length > 0) {
    const close = (
      <Button block onClick={onClose}>
        {texts.understood}
      </Button>
    );
    return (
      <Sheet open onClose={onClose} title={title} bottom={underWay.length > 0 ? close : undefined}>
        {isLoadingError && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !isLoadingError && <ListSkeleton rows={2} />}
        {underWay.length > 0 && (
          <div className="stack">
            <p>{texts.waitForVisit}</p>
            <OpenBookingList bookings={underWay} />
          </div>
        )}
      </Sheet>
    );
  }
  const count = bookings.length;
  return (
    <ConfirmSheet
      open
      title={title}
      confirm={count > 0 ? texts.removeWithBookings(count) : texts.removeDo}
      decline={texts.removeLater}
      busy={removing.form.busy}
      onConfirm={() => removing.send({ patientId: patient.id, bookings: bookings.map(({ id }) => id) })}
      onClose={onClose}
    >
      <div className="stack">
        <p>{texts.removeWhat}</p>
        {count > 0 ? (
          <>
            <p>{texts.removeBookings(count)}</p>
            <OpenBookingList bookings={bookings} />
          </>
        ) : (
          <p>{texts.noBookings}</p>
        )}
        <p className="quiet">{texts.removeKept}</p>
        {removing.form.error !== undefined && <p role="alert">{removing.form.error}</p>}
      </div>
    </ConfirmSheet>
  );
}
