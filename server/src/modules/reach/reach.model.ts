import mongoose from "mongoose";
import { reachEnds, reachMatters, type ReachEnd, type ReachMatter } from "@fuzhen/shared/reach/reach.rules.ts";
import { tryOutcomes, type TryOutcome } from "@fuzhen/shared/reach/reach.schema.ts";
import { workFields, type WorkFields } from "../../platform/work/work-fields.ts";

type Id = mongoose.Types.ObjectId;

/** What a row leads to: a visit, or an appointment. */
export type ReachSubject = { type: "appointment" | "consultation"; id: Id };

/** One thing one person is to be told, with each try to reach them outside the app. While it has not ended it is work. */
export interface ReachRow extends WorkFields {
  _id: Id;
  userId: Id;
  matter: ReachMatter;
  /** What happened, within the matter: who is told of it once is not told again. */
  fact: string;
  subject: ReachSubject;
  raisedAt: Date;
  /** Written before it is sent, so that a crash in between sends nothing twice. */
  tries: { way: "push" | "text"; at: Date; outcome: TryOutcome }[];
  ended: ReachEnd | null;
}

const { ObjectId } = mongoose.Schema.Types;
const reachSchema = new mongoose.Schema<ReachRow>(
  {
    userId: { type: ObjectId, required: true },
    matter: { type: String, enum: reachMatters, required: true },
    fact: { type: String, required: true },
    subject: {
      type: { type: String, enum: ["appointment", "consultation"], required: true },
      id: { type: ObjectId, required: true },
    },
    raisedAt: { type: Date, required: true },
    tries: {
      type: [
        new mongoose.Schema(
          {
            way: { type: String, enum: ["push", "text"], required: true },
            at: { type: Date, required: true },
            outcome: { type: String, enum: tryOutcomes, required: true },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    ended: { type: String, enum: [...reachEnds, null], default: null },
    ...workFields,
  },
  { collection: "reach", versionKey: false },
);
// Facts may be delivered twice, and jobs run in two processes: each person is told of each once.
reachSchema.index({ userId: 1, matter: 1, fact: 1 }, { unique: true });
reachSchema.index({ ended: 1, dueAt: 1 }, { partialFilterExpression: { ended: null } });
reachSchema.index({ userId: 1, _id: -1 });
// Of no use to anybody after a season.
reachSchema.index({ raisedAt: 1 }, { expireAfterSeconds: 90 * 86_400 });

export const ReachModel = mongoose.model<ReachRow>("Reach", reachSchema);
