import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Select } from "antd";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayClock, sayDay, sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskFormModal } from "../../../ui/desk/forms/DeskFormModal.tsx";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";
import { moveBooking, slotsToMoveTo } from "../api/change-booking.ts";
import { deskBookingsTexts } from "../desk-bookings.texts.ts";

/** Another free slot of the same specialist and kind, within two weeks from today; both sides are told. */
export function DeskMoveBooking({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const now = useNow();
  const today = dayOf(now);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ start: string }>();
  const slots = useQuery({
    queryKey: ["slots", "move", booking.specialist.id, today],
    queryFn: () => slotsToMoveTo(booking.specialist.id, today),
  });
  const sending = useDeskSend(
    moveBooking,
    (moved) => {
      void queryClient.invalidateQueries({ queryKey: ["appointments"] });
      void message.success(texts.moved(sayMoment(moved.start, now, language)));
      onClose();
    },
    form,
  );
  const options = (slots.data ?? [])
    .map(({ day, slots: free }) => ({
      label: sayDay(day, now, language),
      title: day,
      options: free
        .filter(({ visitKind }) => visitKind === booking.visitKind)
        .map(({ start }) => ({ value: start, label: `${sayDay(day, now, language)} ${sayClock(start)}` })),
    }))
    .filter((group) => group.options.length > 0);
  return (
    <DeskFormModal
      title={texts.moveTitle}
      submit={texts.move}
      form={form}
      disposable
      busy={sending.isPending}
      onSubmit={({ start }) => sending.mutate({ appointmentId: booking.id, from: booking.start, start })}
      onClose={onClose}
    >
      <p>
        {texts.touches(booking.patientNameMasked, booking.specialist.name, sayMoment(booking.start, now, language))}
      </p>
      {slots.error && !slots.data && <DeskError error={slots.error} onRetry={() => void slots.refetch()} />}
      {slots.isPending && <DeskSkeleton rows={2} />}
      {slots.data && options.length === 0 && <DeskEmpty>{texts.nowhere}</DeskEmpty>}
      {options.length > 0 && (
        <Form.Item name="start" label={texts.to} extra={texts.moveHint} rules={[{ required: true, message: texts.to }]}>
          <Select showSearch={{ optionFilterProp: "label" }} options={options} />
        </Form.Item>
      )}
    </DeskFormModal>
  );
}
