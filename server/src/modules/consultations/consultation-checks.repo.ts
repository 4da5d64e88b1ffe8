import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, opens, refersTo, rowsOf } from "../../platform/row-checks.ts";
import { CallModel, type CallRow } from "./call.model.ts";
import { ConsultationModel, type ConsultationRow } from "./consultation.model.ts";
import { textSealOf } from "./append-entry.ts";
import { MessageModel, type MessageRow } from "./message.model.ts";

/** The sequence numbers of a timeline are 1, 2, 3 … up to `lastSeq` of the visit: none missing, none twice. */
const timeline: DataCheck = {
  name: "consultations.timeline-without-gap",
  async run({ saw, broken }) {
    for await (const visit of rowsOf<ConsultationRow>(ConsultationModel)) {
      let last = 0;
      const entries = MessageModel.collection.find(
        { consultationId: visit._id },
        { sort: { seq: 1 }, projection: { seq: 1 } },
      );
      for await (const { _id, seq } of entries) {
        saw();
        if (seq !== last + 1) broken(String(_id), `place ${seq} after ${last} in visit ${String(visit._id)}`);
        last = Number(seq);
      }
      if (last !== visit.lastSeq) broken(String(visit._id), `counts ${visit.lastSeq} entries, has ${last}`);
    }
  },
};

export const consultationChecks: readonly DataCheck[] = [
  timeline,
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
  eachRow<ConsultationRow>("consultations.state-is-whole", ConsultationModel, (row) => {
    if ((row.status === "finished") !== Boolean(row.finishedAt)) return `${row.status} but its end says otherwise`;
    const marks = [row.marks?.patient, row.marks?.specialist];
    return marks.some((mark) => Math.max(mark?.readSeq ?? 0, mark?.deliveredSeq ?? 0) > row.lastSeq)
      ? "read further than written"
      : null;
  }),
  opens<MessageRow>("consultations.message-opens", MessageModel, ({ _id, kind, sealedText }, keys) => {
    if (sealedText) keys.open(sealedText, textSealOf(String(_id)));
    else if (kind === "text") throw new Error("no text");
  }),
];
