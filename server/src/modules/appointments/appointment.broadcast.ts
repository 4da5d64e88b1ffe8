import type { BroadcastTable, Delivery } from "../../platform/realtime.ts";
import { rooms } from "../../platform/realtime.ts";
import { appointmentFacts, type AppointmentFact } from "./appointment.facts.ts";

/**
 * Tells both sides, and who had it before, that the appointment changed; they then fetch it. The event itself carries no content, because
 * reading the content has to pass the gate.
 */
const changed = ({ data }: { data: AppointmentFact }): Delivery[] => {
  const payload = {
    appointmentId: data.appointmentId,
    patientId: data.patientId,
    specialistId: data.specialistId,
  };
  return [
    { room: rooms.user(data.accountId), event: "appointment:changed", payload },
    { room: rooms.specialist(data.specialistId), event: "appointment:changed", payload },
    ...(data.former
      ? [{ room: rooms.specialist(data.former.specialistId), event: "appointment:changed" as const, payload }]
      : []),
  ];
};

export const broadcast: BroadcastTable = Object.fromEntries(appointmentFacts.map((type) => [type, changed]));
