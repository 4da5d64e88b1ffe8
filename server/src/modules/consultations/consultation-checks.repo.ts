import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, opens, refersTo, rowsOf } from "../../platform/row-checks.ts";
import { CallModel, type CallRow } from "./call.model.ts";
import { ConsultationModel, type ConsultationRow } from "./consultation.model.ts";
import { NOTED_WITHIN_MS } from "./activity.ts";
import { textSealOf } from "./message-seal.ts";
import { MessageModel, type MessageRow } from "./message.model.ts";

/**
 * The sequence numbers of a timeline are 1, 2, 3 …: none missing, none twice. The visit's own note of the last is behind by some
 * moments' entries at most; nobody has read further than there is.
 */
const timeline: DataCheck = {
  name: "consultations.timeline-without-gap",
  async run({ saw, broken }) {
    for await (const visit of rowsOf<ConsultationRow>(ConsultationModel)) {
      let last = 0;
      let overdue = false;
      const entries = MessageModel.collection.find(
        { consultationId: visit._id },
        { sort: { seq: 1 }, projection: { seq: 1, createdAt: 1 } },
      );
      for await (const { _id, seq, createdAt } of entries) {
        saw();
        if (seq !== last + 1) broken(String(_id), `place ${seq} after ${last} in visit ${String(visit._id)}`);
        last = Number(seq);
        // Twice as long, since a killed server's last entries wait for the next start.
        overdue ||=
          last > visit.lastSeq && (createdAt as Date).getTime() - visit.lastAt.getTime() > 2 * NOTED_WITHIN_MS;
      }
      if (visit.lastSeq > last || overdue) broken(String(visit._id), `counts ${visit.lastSeq} entries, has ${last}`);
      const marks = Object.values(visit.marks ?? {});
      if (marks.some((mark) => Math.max(mark.readSeq, mark.deliveredSeq) > last))
        broken(String(visit._id), "read further than written");
    }
  },
};

/** The first two of a visit are the ones by whom lists find it; each is in it once, and only those who are in it have marks. */
const participants = eachRow<ConsultationRow>("consultations.participants-are-whole", ConsultationModel, (visit) => {
  const all = visit.participants ?? [];
  const ids = all.map(({ id }) => id);
  const people = all.map(({ who }) => `${who.type}:${String(who.id)}`);
  if (new Set(ids).size < ids.length || new Set(people).size < people.length) return "somebody is in it twice";
  if (
    !people.includes(`user:${String(visit.accountId)}`) ||
    !people.includes(`specialist:${String(visit.specialistId)}`)
  )
    return "its account or its specialist does not take part";
  return Object.keys(visit.marks ?? {}).every((id) => ids.includes(id)) ? null : "read by nobody who takes part";
});

/** Nobody speaks in a visit who does not take part. */
const senders: DataCheck = {
  name: "consultations.sender-takes-part",
  async run({ saw, broken }) {
    for await (const visit of rowsOf<ConsultationRow>(ConsultationModel)) {
      const ids = [null, ...(visit.participants ?? []).map(({ id }) => id)];
      const strange = MessageModel.collection.find({ consultationId: visit._id, sender: { $nin: ids } });
      for await (const { _id } of strange) broken(String(_id), "said by nobody who takes part");
      saw();
    }
  },
};

export const consultationChecks: readonly DataCheck[] = [
  timeline,
  participants,
  senders,
  refersTo<ConsultationRow>("consultations.visit-has-appointment", ConsultationModel, "_id", "appointments", {
    field: "consultationId",
  }),
  refersTo<MessageRow>("consultations.message-has-visit", MessageModel, "consultationId", "consultations"),
  refersTo<MessageRow>("consultations.picture-has-file", MessageModel, "fileId", "files", {
    where: { attached: true },
  }),
  refersTo<CallRow>("consultations.call-has-visit", CallModel, "consultationId", "consultations"),
  refersTo<CallRow>("consultations.running-call-in-open-visit", CallModel, "consultationId", "consultations", {
    from: { active: true },
    where: { status: "in-progress" },
  }),
  eachRow<ConsultationRow>("consultations.state-is-whole", ConsultationModel, (row) =>
    (row.status === "finished") === Boolean(row.finishedAt) ? null : `${row.status} but its end says otherwise`,
  ),
  eachRow<ConsultationRow>("consultations.questions-follow-the-visit", ConsultationModel, (row) =>
    !row.questionsUntil || (row.finishedAt && row.finishedAt < row.questionsUntil)
      ? null
      : "takes questions although it has not ended",
  ),
  eachRow<MessageRow>("consultations.nothing-said-when-closed", MessageModel, ({ kind, createdAt, closesAt }) =>
    kind === "event" || !closesAt || createdAt < closesAt ? null : "written after the talk had closed",
  ),
  opens<MessageRow>("consultations.message-opens", MessageModel, ({ _id, kind, sealedText }, keys) => {
    if (sealedText) keys.open(sealedText, textSealOf(String(_id)));
    else if (kind === "text") throw new Error("no text");
  }),
];
