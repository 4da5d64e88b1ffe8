import { rooms, type EndedRoom, type Member, type RoomRights } from "../../platform/realtime.ts";
import { getAppointment } from "../appointments/index.ts";
import { specialistsInCare, stillInCare } from "../care-access/index.ts";
import { getPatients } from "../patients/index.ts";
import { findActiveCallsOf } from "./call.repo.ts";
import { findConsultation, findConsultations } from "./consultation.repo.ts";
import { participantIn, roomsOf } from "./participant.policy.ts";

const PREFIX = rooms.consultation("");

/**
 * One stays in the room of a visit, and of its call, for as long as one could enter it: facts that end the specialist's
 * sight of the patient take them out. The patient's account keeps its own record, until it removes the patient, and leaves with
 * its session.
 */
export const roomRights: RoomRights = {
  concerns: {
    "consent:withdrawn": async ({ data }, services) =>
      (await specialistsInCare(services, data.patientId)).map(rooms.specialist),
    "care-access:ended": async ({ data }) => {
      const ofWhom = data.specialistId ?? (await getAppointment(data.appointmentId))?.specialistId;
      return ofWhom ? [rooms.specialist(ofWhom)] : [];
    },
    "specialist:published": ({ data }) => (data.published ? [] : [rooms.specialist(data.specialistId)]),
    "specialist:updated": ({ data }) => [rooms.specialist(data.specialistId)],
    // While the visit was open it stood by itself; from now on by what else there is.
    "patient:removed": ({ data }) => [rooms.user(data.accountId)],
    "consultation:finished": async ({ data }) => {
      const visit = await findConsultation(data.consultationId);
      return visit ? roomsOf(visit) : [];
    },
  },
  async ended<M extends Member>(services: Parameters<RoomRights["ended"]>[0], members: readonly M[]) {
    const inside = members.flatMap((member) =>
      [...member.rooms]
        .filter((name) => name.startsWith(PREFIX))
        .map((name) => ({ member, consultationId: name.slice(PREFIX.length) })),
    );
    if (inside.length === 0) return [];
    const visits = await findConsultations([...new Set(inside.map(({ consultationId }) => consultationId))]);
    const known = inside.flatMap((place) => {
      const visit = visits.get(place.consultationId);
      const who = visit && participantIn(visit, place.member.data.actor)?.who;
      return visit && who ? [{ patientId: visit.patientId, who, place }] : [];
    });
    const atDesk = known.flatMap(({ who, ...one }) =>
      who.type === "specialist" ? [{ ...one, specialistId: who.id }] : [],
    );
    const patients = await getPatients(
      services,
      known.map(({ patientId }) => patientId),
    );
    const removed = new Set(patients.filter(({ removedAt }) => removedAt !== null).map(({ id }) => id));
    const atHome = known.filter(({ who, patientId }) => who.type === "user" && !removed.has(patientId));
    const staying = new Set([...(await stillInCare(services, atDesk)), ...atHome].map(({ place }) => place));
    const leaving = inside.filter((place) => !staying.has(place));
    const calls = await findActiveCallsOf(leaving.map(({ consultationId }) => consultationId));
    return leaving.map(({ member, consultationId }): EndedRoom<M> => {
      const call = calls.get(consultationId);
      const names = [...(call ? [rooms.call(call.id)] : []), rooms.consultation(consultationId)];
      return { member, consultationId, rooms: names };
    });
  },
};
