import mongoose, { type InferSchemaType } from "mongoose";
import { timelineEvents } from "@fuzhen/shared/consultations/consultation.schema.ts";

const { ObjectId, Mixed } = mongoose.Schema.Types;

const messageSchema = new mongoose.Schema(
  {
    consultationId: { type: ObjectId, required: true },
    seq: { type: Number, required: true },
    /** Chosen by the sender's device; null for entries the server writes. */
    clientMessageId: { type: String, default: null },
    kind: { type: String, enum: ["text", "image", "event"], required: true },
    /** The participant who says it; null for events. */
    sender: { type: String, default: null },
    /** Sealed (R67): a copy of the database shows no message text. */
    sealedText: { type: String, default: null },
    fileId: { type: ObjectId, default: null },
    event: { type: String, enum: [...timelineEvents, null], default: null },
    createdAt: { type: Date, required: true },
    /**
     * From the entry that ends the visit on: when the timeline closes, which is at once where no questions are taken. Each entry
     * hands it to the next, so whoever has the last one knows. Null before.
     */
    closesAt: { type: Date, default: null },
    /** Who wrote the entry from where, for the fact that it carries (message-facts.ts); null in rows of older releases. */
    told: { type: Mixed, default: null },
  },
  { collection: "messages", versionKey: false },
);
// No sequence number of a timeline is taken twice; and since each entry is written with the number after the last, there is no
// gap, and nothing comes after the entry that ends the visit but questions in their time (append-entry.ts).
messageSchema.index({ consultationId: 1, seq: 1 }, { unique: true });
// A message sent again is stored once.
messageSchema.index(
  { consultationId: 1, clientMessageId: 1 },
  { unique: true, partialFilterExpression: { clientMessageId: { $type: "string" } } },
);

export type MessageRow = InferSchemaType<typeof messageSchema> & { _id: mongoose.Types.ObjectId };
export const MessageModel = mongoose.model("Message", messageSchema);
