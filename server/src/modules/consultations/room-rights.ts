import { systemContext } from "../../platform/context.ts";
import { rooms, type EndedRoom, type RoomRights } from "../../platform/realtime.ts";
import { getAppointment } from "../appointments/index.ts";
import { canAccessPatient, specialistsInCare } from "../care-access/index.ts";
import { sideOf } from "./consultation.policy.ts";
import { findActiveCall } from "./call.repo.ts";
import { findConsultation } from "./consultation.repo.ts";

const PREFIX = rooms.consultation("");

/**
 * One stays in the room of a visit, and of its call, for as long as one could enter it: facts that end the specialist's
 * sight of the patient take them out. The patient's account leaves with its session.
 */
export const roomRights: RoomRights = {
  concerns: {
    "consent:withdrawn": async ({ data }, services) =>
      (await specialistsInCare(services, data.patientId)).map(rooms.specialist),
    "care-access:ended": async ({ data }) => {
      const appointment = await getAppointment(data.appointmentId);
      return appointment ? [rooms.specialist(appointment.specialistId)] : [];
    },
    "specialist:published": ({ data }) => (data.published ? [] : [rooms.specialist(data.specialistId)]),
    "specialist:updated": ({ data }) => [rooms.specialist(data.specialistId)],
    // While the visit was open it stood by itself; from now on by what else there is.
    "consultation:finished": ({ data }) => [rooms.specialist(data.specialistId)],
  },
  async ended(services, actor, names) {
    const ids = names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
    const ctx = { ...systemContext(services, ""), actor };
    const ended: EndedRoom[] = [];
    for (const id of ids) {
      const visit = await findConsultation(id);
      if (visit && sideOf(actor, visit) && (await canAccessPatient(ctx, visit.patientId, "visit"))) continue;
      const call = await findActiveCall(id);
      ended.push({ consultationId: id, rooms: [...(call ? [rooms.call(call.id)] : []), rooms.consultation(id)] });
    }
    return ended;
  },
};
