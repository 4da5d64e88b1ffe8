import type { ReachMatter } from "@fuzhen/shared/reach/reach.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { getAppointment } from "../appointments/index.ts";
import { getCall, getConsultation, lastSeqOf } from "../consultations/index.ts";
import { hasRead } from "../notifications/index.ts";
import type { ReachRow } from "./reach.repo.ts";

type Raised = Pick<ReachRow, "userId" | "matter" | "fact" | "subject">;

/** Which number of the timeline somebody in a visit has read; a specialist's rows name the appointment. */
async function readIn(consultationId: string, side: "patient" | "specialist"): Promise<number> {
  const visit = await getConsultation(consultationId);
  const me = visit?.participants.find(({ kind }) => kind === side);
  return (me && visit?.marks[me.id]?.readSeq) ?? 0;
}

const sideOf = ({ subject }: Raised) => (subject.type === "appointment" ? "specialist" : "patient");

/** `CONSULTATION:READ`: what was unread when it was raised. */
export const talkFact = (consultationId: string, readSeq: number): string => `${consultationId}:${readSeq}`;
async function talkSeen(row: Raised): Promise<boolean> {
  const [consultationId = "", readSeq] = row.fact.split(":");
  return (await readIn(consultationId, sideOf(row))) > Number(readSeq);
}

const bellSeen = (kind: "visit-opened" | "plan-signed" | "follow-up-declined") => (row: Raised) =>
  hasRead(String(row.userId), kind, String(row.subject.id));

/** By what a person has done it is known, wherever they did it, that they need not be told any more. */
const seen: Record<ReachMatter, (row: Raised) => boolean | Promise<boolean>> = {
  "visit-opened": async (row) => (await readIn(row.fact, "patient")) > 0 || (await bellSeen("visit-opened")(row)),
  async call(row) {
    const call = await getCall(row.fact);
    if (!call || call.answeredAt !== null || call.endReason === "declined") return true;
    // Missed, and then seen in the timeline.
    return (
      call.endReason !== null &&
      (await readIn(call.consultationId, sideOf(row))) >= (await lastSeqOf(call.consultationId))
    );
  },
  async "visit-soon"({ subject }) {
    const appointment = await getAppointment(String(subject.id));
    return appointment?.status !== "booked" || appointment.consultationId !== null;
  },
  "follow-up-returned": bellSeen("follow-up-declined"),
  "plan-ready": bellSeen("plan-signed"),
  "chat-answer": talkSeen,
  async "patient-checked-in"({ subject }) {
    const appointment = await getAppointment(String(subject.id));
    return appointment?.status !== "checked-in" || appointment.consultationId !== null;
  },
  "patient-message": talkSeen,
  "red-flag": talkSeen,
};

export const isSeen = async (_ctx: Ctx, row: Raised): Promise<boolean> => seen[row.matter](row);
