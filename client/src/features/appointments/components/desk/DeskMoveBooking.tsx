import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Select } from "antd";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayMoment } from "../../../../lib/time.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { DeskFormModal } from "../../../../ui/desk/forms/DeskFormModal.tsx";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../../ui/desk/DeskStates.tsx";
import { useDeskSend } from "../../../../ui/desk/use-desk-send.ts";
import { colleaguesIn, handOverBooking, moveBooking } from "../../api/change-booking.ts";
import { deskBookingsTexts } from "../../desk-bookings.texts.ts";
import { FreeTimeItem } from "../booking/FreeTimeItem.tsx";
import { toast } from "../../../../ui/shared/toast.ts";

interface Choice {
  specialistId: string;
  start: string;
}

/** Another free slot of the same kind, with the same specialist while they are here or with a colleague; all sides are told. */
export function DeskMoveBooking({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const now = useNow();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Choice>();
  const { id: appointmentId, specialist, start: from, abilities } = booking;
  const chosen = Form.useWatch("specialistId", form) ?? (abilities.move ? specialist.id : undefined);
  const colleagues = useQuery({
    queryKey: ["offers", "colleagues", booking.departmentId, dayOf(now)],
    queryFn: () => colleaguesIn(booking.departmentId),
  });
  const sending = useDeskSend(
    ({ specialistId, start }: Choice) =>
      specialistId === specialist.id
        ? moveBooking({ appointmentId, from, start })
        : handOverBooking({
            appointmentId,
            from: { specialistId: specialist.id, start: from },
            to: { specialistId, start },
          }),
    (moved) => {
      void queryClient.invalidateQueries({ queryKey: ["appointments"] });
      toast(texts.moved(moved.specialist.name, sayMoment(moved.start, now, language)), "done");
      onClose();
    },
    form,
  );
  const others = (colleagues.data ?? []).filter(({ id }) => id !== specialist.id);
  const options = [
    ...(abilities.move ? [{ value: specialist.id, label: texts.sameSpecialist(specialist.name) }] : []),
    ...others.map(({ id, name, nextFree }) => ({
      value: id,
      label: nextFree ? texts.firstFree(name, sayMoment(nextFree, now, language)) : texts.noneFree(name),
      disabled: nextFree === null,
    })),
  ];
  return (
    <DeskFormModal
      title={texts.moveTitle}
      submit={texts.move}
      form={form}
      initialValues={abilities.move ? { specialistId: specialist.id } : {}}
      disposable
      busy={sending.isPending}
      onSubmit={(choice) => sending.mutate(choice)}
      onClose={onClose}
    >
      <p>{texts.touches(booking.patientNameMasked, specialist.name, sayMoment(from, now, language))}</p>
      {colleagues.error && !colleagues.data && (
        <DeskError error={colleagues.error} onRetry={() => void colleagues.refetch()} />
      )}
      {colleagues.isPending && <DeskSkeleton rows={2} />}
      {colleagues.data && options.length === 0 && <DeskEmpty>{texts.noColleague}</DeskEmpty>}
      {colleagues.data && options.length > 0 && (
        <Form.Item
          name="specialistId"
          label={texts.withWhom}
          extra={texts.handOverHint}
          rules={[{ required: true, message: texts.withWhom }]}
        >
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={options}
            onChange={() => form.resetFields(["start"])}
          />
        </Form.Item>
      )}
      {chosen && <FreeTimeItem key={chosen} specialistId={chosen} visitKind={booking.visitKind} />}
    </DeskFormModal>
  );
}
