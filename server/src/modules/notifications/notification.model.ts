import mongoose, { type InferSchemaType } from "mongoose";
import { notificationKinds, notificationSubjects } from "@fuzhen/shared/notifications/notification.schema.ts";

const { ObjectId } = mongoose.Schema.Types;

const notificationSchema = new mongoose.Schema(
  {
    userId: { type: ObjectId, required: true },
    factId: { type: ObjectId, required: true },
    kind: { type: String, enum: notificationKinds, required: true },
    /** Values for the sentence, sealed because they may name a person (R67). */
    sealedParams: { type: String, required: true },
    subject: {
      type: { type: String, enum: notificationSubjects, required: true },
      id: { type: ObjectId, required: true },
    },
    createdAt: { type: Date, required: true },
    readAt: { type: Date, default: null },
  },
  { collection: "notifications", versionKey: false },
);
// A fact may be delivered twice after a crash; each user is notified once.
notificationSchema.index({ factId: 1, userId: 1 }, { unique: true });
notificationSchema.index({ userId: 1, _id: -1 });
notificationSchema.index({ userId: 1, _id: 1 }, { partialFilterExpression: { readAt: null }, name: "unread" });

export type NotificationRow = InferSchemaType<typeof notificationSchema> & { _id: mongoose.Types.ObjectId };
export const NotificationModel = mongoose.model("Notification", notificationSchema);
