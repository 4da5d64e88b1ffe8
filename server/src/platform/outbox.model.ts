import mongoose from "mongoose";
import { workFields } from "./work/work-fields.ts";

const outboxSchema = new mongoose.Schema(
  {
    type: { type: String, required: true },
    at: { type: Date, required: true },
    actor: { type: mongoose.Schema.Types.Mixed, default: null },
    requestId: { type: String, required: true },
    /** Span of the change, so that delivery appears in the same trace; null without tracing. */
    traceparent: { type: String, default: null },
    ip: { type: String, default: "" },
    userAgent: { type: String, default: "" },
    patientId: { type: mongoose.Schema.Types.ObjectId, default: null },
    entity: { type: { type: String, required: true }, id: { type: mongoose.Schema.Types.ObjectId, required: true } },
    data: { type: mongoose.Schema.Types.Mixed, default: {} },
    pending: { type: Boolean, default: true },
    /** `dueAt` is the epoch at first. Rows of earlier releases have no `lease` until they are taken. */
    ...workFields,
    /** Consumers that have had it while another has failed. */
    had: { type: [String], default: undefined },
    doneAt: { type: Date, default: null },
  },
  { collection: "outbox", versionKey: false, minimize: false },
);
outboxSchema.index({ pending: 1, dueAt: 1, _id: 1 }, { partialFilterExpression: { pending: true } });
// Delivered rows are kept a week for operators; the audit trail is the lasting record.
outboxSchema.index({ doneAt: 1 }, { expireAfterSeconds: 7 * 86_400 });

export const OutboxModel = mongoose.model("Outbox", outboxSchema);
