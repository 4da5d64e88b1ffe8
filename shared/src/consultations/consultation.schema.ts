import { z } from "zod";
import { idSchema, instantSchema, textSchema } from "../fields.ts";
import { appointmentSchema } from "../appointments/appointment.schema.ts";
import { filePageSchema, fileStatuses } from "../files/file.schema.ts";
import { consultationStatuses } from "./consultation.rules.ts";
import { participantKinds } from "./participant.rules.ts";

/**
 * What the timeline tells beside messages; the client has the words. A call that nobody took leaves one entry, when it is over:
 * missed (it rang out), declined, cancelled by who called, or not joined before the visit ended.
 */
export const timelineEvents = [
  "visit-opened",
  "call-started",
  "call-ended",
  "call-missed",
  "call-declined",
  "call-cancelled",
  "call-not-joined",
  "visit-finished",
  "visit-stopped",
] as const;

/** Names a participant of a visit, within it. */
export const participantIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

export const participantSchema = z
  .object({
    id: participantIdSchema,
    kind: z.enum(participantKinds),
    name: z.string(),
    /** Whether it is the reader. */
    self: z.boolean(),
  })
  .meta({ id: "Participant" });

export const messageSchema = z
  .object({
    id: idSchema,
    consultationId: idSchema,
    /** Place in the one timeline, from 1 without gaps. */
    seq: z.int(),
    clientMessageId: z.uuid().nullable(),
    kind: z.enum(["text", "image", "event"]),
    /** The participant who says it; null for events. */
    sender: participantIdSchema.nullable(),
    text: z.string().nullable(),
    /** The first page of what was sent, and all of them: a scan or a long screenshot has several. */
    image: filePageSchema
      .extend({ fileId: idSchema, status: z.enum(fileStatuses), pages: z.array(filePageSchema) })
      .nullable(),
    event: z.enum(timelineEvents).nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: "Message" });

export const sendMessageInputSchema = z
  .object({
    consultationId: idSchema,
    clientMessageId: z.uuid(),
    text: textSchema(2000).optional(),
    fileId: idSchema.optional(),
  })
  .refine((input) => (input.text === undefined) !== (input.fileId === undefined), {
    path: ["text"],
    error: "required",
  });

/** How far a participant has received and read; only ever grows. */
export const marksSchema = z.object({ deliveredSeq: z.int(), readSeq: z.int() });
export const markMessagesInputSchema = z.object({
  consultationId: idSchema,
  deliveredSeq: z.int().min(0).optional(),
  readSeq: z.int().min(0).optional(),
});

export const callSchema = z
  .object({
    id: idSchema,
    startedAt: instantSchema,
    startedBy: participantIdSchema,
    /** When another participant took it, on whichever device: it rings nowhere any more. */
    answeredAt: instantSchema.nullable(),
    /** Participants with a device in it now. */
    present: z.array(participantIdSchema),
  })
  .meta({ id: "Call" });

/** A call that rings for the reader now. */
export const ringSchema = z
  .object({
    callId: idSchema,
    consultationId: idSchema,
    appointmentId: idSchema,
    /** Who calls, and whose visit it is. */
    callerName: z.string(),
    callerKind: z.enum(participantKinds),
    patientName: z.string(),
    startedAt: instantSchema,
    /** Then it stops by itself. */
    ringsUntil: instantSchema,
  })
  .meta({ id: "Ring" });

export const consultationSchema = z
  .object({
    id: idSchema,
    appointment: appointmentSchema,
    participants: z.array(participantSchema),
    status: z.enum(consultationStatuses),
    openedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    /** Until when both sides may still write after the visit; null while it is open, and where they may not (any more). */
    questionsUntil: instantSchema.nullable(),
    lastSeq: z.int(),
    /** Of each participant. */
    marks: z.record(participantIdSchema, marksSchema),
    /** The running call, so that a reload can come back to it. */
    call: callSchema.nullable(),
    abilities: z.object({ send: z.boolean(), call: z.boolean(), writeNote: z.boolean(), readPlan: z.boolean() }),
  })
  .meta({ id: "Consultation" });

export const consultationLineSchema = z
  .object({
    id: idSchema,
    status: z.enum(consultationStatuses),
    appointmentId: idSchema,
    withName: z.string(),
    withDetail: z.string(),
    patientName: z.string(),
    /** Text of the newest entry; empty for an image or an event, whose words the client has. */
    lastMessage: z.string(),
    lastKind: z.enum(["text", "image", "event"]),
    lastEvent: z.enum(timelineEvents).nullable(),
    lastAt: instantSchema,
    unread: z.int(),
    /** For its specialist: something unread in it may be an emergency, by its words. */
    flagged: z.boolean(),
    /** Until when questions after the visit are taken; null while it is open, and where they are not (any more). */
    questionsUntil: instantSchema.nullable(),
  })
  .meta({ id: "ConsultationLine" });

export type TimelineEvent = (typeof timelineEvents)[number];
export type Message = z.infer<typeof messageSchema>;
export type SendMessageInput = z.infer<typeof sendMessageInputSchema>;
export type MarkMessagesInput = z.infer<typeof markMessagesInputSchema>;
export type Consultation = z.infer<typeof consultationSchema>;
export type ConsultationLine = z.infer<typeof consultationLineSchema>;
export type Participant = z.infer<typeof participantSchema>;
export type Ring = z.infer<typeof ringSchema>;
export type Call = z.infer<typeof callSchema>;
