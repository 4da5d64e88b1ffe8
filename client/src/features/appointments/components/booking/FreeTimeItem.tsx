import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayClock, sayDay } from "../../../../lib/time.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../../ui/desk/DeskStates.tsx";
import { slotsToMoveTo } from "../../api/change-booking.ts";
import { deskBookingsTexts } from "../../desk-bookings.texts.ts";

/** The field `start` of a form: the free times of a specialist and one kind, within two weeks from today, by day. */
export function FreeTimeItem({ specialistId, visitKind }: { specialistId: string; visitKind: Booking["visitKind"] }) {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const now = useNow();
  const today = dayOf(now);
  const slots = useQuery({
    queryKey: ["slots", "move", specialistId, today],
    queryFn: () => slotsToMoveTo(specialistId, today),
  });
  const options = (slots.data ?? [])
    .map(({ day, slots: free }) => ({
      label: sayDay(day, now, language),
      title: day,
      options: free
        .filter((slot) => slot.visitKind === visitKind)
        .map(({ start }) => ({ value: start, label: `${sayDay(day, now, language)} ${sayClock(start)}` })),
    }))
    .filter((group) => group.options.length > 0);
  if (slots.error && !slots.data) return <DeskError error={slots.error} onRetry={() => void slots.refetch()} />;
  if (slots.isPending) return <DeskSkeleton rows={2} />;
  if (options.length === 0) return <DeskEmpty>{texts.nowhere}</DeskEmpty>;
  return (
    <Form.Item name="start" label={texts.to} extra={texts.moveHint} rules={[{ required: true, message: texts.to }]}>
      <Select showSearch={{ optionFilterProp: "label" }} options={options} />
    </Form.Item>
  );
}
