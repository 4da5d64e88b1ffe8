import { useQueryClient } from "@tanstack/react-query";
import { Form } from "antd";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayMoment } from "../../../../lib/time.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { DeskFormModal } from "../../../../ui/desk/forms/DeskFormModal.tsx";
import { ReasonItem } from "../../../../ui/desk/ReasonItem.tsx";
import { useDeskSend } from "../../../../ui/desk/use-desk-send.ts";
import { cancelBooking } from "../../api/change-booking.ts";
import { deskBookingsTexts } from "../../desk-bookings.texts.ts";
import { useDraft } from "../../../../lib/draft.ts";
import { toast } from "../../../../ui/shared/toast.ts";

/** Calls a booking off, after saying whom it touches; both sides read the reason. */
export function DeskCancelBooking({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const now = useNow();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const draft = useDraft<{ reason?: string }>(`cancel-booking.${booking.id}`, {});
  const sending = useDeskSend(
    cancelBooking,
    () => {
      draft.clear();
      void queryClient.invalidateQueries({ queryKey: ["appointments"] });
      toast(texts.cancelled, "done");
      onClose();
    },
    form,
  );
  return (
    <DeskFormModal
      title={texts.cancelTitle}
      submit={texts.cancel}
      danger
      form={form}
      draft={draft}
      busy={sending.isPending}
      onSubmit={({ reason }) => sending.mutate({ appointmentId: booking.id, reason })}
      onClose={onClose}
    >
      <p>
        {texts.touches(booking.patientNameMasked, booking.specialist.name, sayMoment(booking.start, now, language))}
      </p>
      <ReasonItem label={texts.reason} ready={texts.reasons} limit={200} />
    </DeskFormModal>
  );
}
