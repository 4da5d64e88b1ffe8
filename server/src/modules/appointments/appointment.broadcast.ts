import type { BroadcastTable, Delivery } from "../../platform/realtime.ts";
import { rooms } from "../../platform/realtime.ts";
import { appointmentFacts, type AppointmentFact } from "./appointment.facts.ts";

/** Both sides hear that an appointment changed and ask again; what changed is behind the gate. */
const changed = ({ data }: { data: AppointmentFact }): Delivery[] => {
  const payload = {
    appointmentId: data.appointmentId,
    patientId: data.patientId,
    specialistId: data.specialistId,
  };
  return [
    { room: rooms.user(data.accountId), event: "appointment:changed", payload },
    { room: rooms.specialist(data.specialistId), event: "appointment:changed", payload },
  ];
};

export const broadcast: BroadcastTable = Object.fromEntries(appointmentFacts.map((type) => [type, changed]));
