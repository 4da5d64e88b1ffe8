import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";
import type { Problem } from "../errors.ts";
import type { Who } from "../roles.ts";
import {
  callSchema,
  consultationSchema,
  markMessagesInputSchema,
  marksSchema,
  messageSchema,
  participantIdSchema,
  sendMessageInputSchema,
} from "../consultations/consultation.schema.ts";
import { callEndReasons, consultationStatuses } from "../consultations/consultation.rules.ts";
import { notificationSchema } from "../notifications/notification.schema.ts";

const participants = ["patient", "specialist"] as const;
const inRoom = z.object({ consultationId: idSchema });
const done = z.object({ ok: z.literal(true) });

/** A command a client sends: who may, what it carries, what the ack carries. Same runner and rules as HTTP. */
const command = <I extends z.ZodType, O extends z.ZodType>(who: Who, input: I, output: O) => ({ who, input, output });

const sdpSchema = z.object({
  type: z.enum(["offer", "answer", "pranswer", "rollback"]),
  sdp: z.string().max(200_000).optional(),
});
const candidateSchema = z
  .object({
    candidate: z.string().max(2000).optional(),
    sdpMid: z.string().max(64).nullish(),
    sdpMLineIndex: z.int().min(0).max(64).nullish(),
    usernameFragment: z.string().max(256).nullish(),
  })
  .nullable();
/** Signalling between two peers of one call; relayed, never stored, never logged. */
const signalFields = {
  description: sdpSchema.optional(),
  candidate: candidateSchema.optional(),
  media: z.object({ audio: z.boolean(), video: z.boolean() }).optional(),
};
/** A connection in a call, and whose it is. */
const peerSchema = z.object({ peerId: z.string(), participantId: participantIdSchema });
export const iceServerSchema = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});

export const clientCommands = {
  /** Enters the visit's room; the ack is the state to start from. Needed again after every reconnect. */
  "consultation:join": command(participants, inRoom, consultationSchema),
  "consultation:leave": command(participants, inRoom, done),
  "message:send": command(participants, sendMessageInputSchema, messageSchema),
  "message:mark": command(participants, markMessagesInputSchema, done),
  "typing:set": command(participants, inRoom.extend({ typing: z.boolean() }), done),
  /**
   * Starts the call or joins the running one; idempotent. `selfPeerId` is new for every socket. A side is in it with one
   * device: a second is refused (`call_taken`) unless it is to `take` the call over. `device` stays the same over
   * reconnects and reloads of one page; a client without one is a new device with each connection.
   */
  "call:join": command(
    participants,
    inRoom.extend({ device: z.uuid().optional(), take: z.boolean().optional() }),
    z.object({
      callId: idSchema,
      selfPeerId: z.string(),
      peers: z.array(peerSchema),
      iceServers: z.array(iceServerSchema),
    }),
  ),
  /** Hangs up: ends the call for both. From a device that is not in it, nothing happens. */
  "call:leave": command(participants, inRoom, done),
  /** Turns a call down that rings; once any device of this side has taken it, nothing happens. */
  "call:decline": command(participants, inRoom, done),
  /** Echoes what the device check sends, over the way on which calls are arranged, and names the relays it tries. */
  "line:probe": command(
    participants,
    z.object({ echo: z.string().max(8000) }),
    z.object({ echo: z.string(), iceServers: z.array(iceServerSchema) }),
  ),
  /** A window shows somebody whom its specialist has called: the call stands on. */
  "waiting:hold": command(["specialist"], z.object({ appointmentId: idSchema }), done),
  "call:signal": command(participants, inRoom.extend({ to: z.string().max(64), ...signalFields }), done),
};

/**
 * Commands a person triggers by hand; the others are sent by programs (reconnects, receipts, signalling) and do not
 * count as activity.
 */
export const commandsByHand: ReadonlySet<string> = new Set<keyof typeof clientCommands>(["message:send", "typing:set"]);

/** Commands of which one connection's are done one after the other, in the order in which they were sent. */
export const commandsInTurn: ReadonlySet<string> = new Set<keyof typeof clientCommands>(["message:send"]);

/** Events the server sends. Those named `:changed` have no content and mean "fetch again". */
export const serverEvents = {
  "message:created": messageSchema,
  "message:marked": inRoom.extend({ participantId: participantIdSchema, marks: marksSchema }),
  "typing:changed": inRoom.extend({ participantId: participantIdSchema, typing: z.boolean() }),
  "presence:changed": inRoom.extend({ online: z.array(participantIdSchema) }),
  /** The right to be in this room has ended: nothing more of it comes. */
  "consultation:left": inRoom,
  "consultation:changed": inRoom.extend({ status: z.enum(consultationStatuses) }),
  /** A message was written; for lists and counters outside the room, which then fetch it. */
  "conversation:changed": inRoom,
  /** To the specialist: the patient has written what may be an emergency; lists fetch it, and the desk rings. */
  "conversation:flagged": inRoom,
  "call:changed": inRoom.extend({ call: callSchema.nullable() }),
  "call:peer-joined": inRoom.extend(peerSchema.shape),
  "call:peer-left": inRoom.extend({ peerId: z.string() }),
  "call:signal": inRoom.extend({ from: z.string(), ...signalFields }),
  "call:ended": inRoom.extend({ reason: z.enum(callEndReasons) }),
  /** To the device that was in the call: another of the same side has taken it over. */
  "call:taken": inRoom,
  "appointment:changed": z.object({ appointmentId: idSchema, patientId: idSchema, specialistId: idSchema }),
  /** Who waits for a specialist, or in which order, has changed: to all who wait there, and to the specialist. */
  "waiting:changed": z.object({ specialistId: idSchema }),
  "report:changed": z.object({ reportId: idSchema, patientId: idSchema }),
  "file:changed": z.object({ fileId: idSchema }),
  "notification:created": notificationSchema,
  /** The bell was read on one of this person's devices; so many lines are still unread. */
  "notification:read": z.object({ unread: z.int() }),
  /** `byOwner`: its owner signed out in this browser, in another tab maybe; else it was ended from elsewhere. */
  "session:revoked": z.object({ at: instantSchema, byOwner: z.boolean() }),
};

export type ClientCommand = keyof typeof clientCommands;
export type CommandInput<C extends ClientCommand> = z.input<(typeof clientCommands)[C]["input"]>;
export type CommandParsed<C extends ClientCommand> = z.infer<(typeof clientCommands)[C]["input"]>;
export type CommandOutput<C extends ClientCommand> = z.infer<(typeof clientCommands)[C]["output"]>;
export type Ack<T> = { ok: true; data: T } | { ok: false; problem: Problem };
export type ServerEvent = keyof typeof serverEvents;
export type ServerPayload<E extends ServerEvent> = z.infer<(typeof serverEvents)[E]>;

/** Socket.IO's own generics, made from the two tables. */
export type ClientToServer = {
  [C in ClientCommand]: (input: CommandInput<C>, ack: (reply: Ack<CommandOutput<C>>) => void) => void;
};
export type ServerToClient = { [E in ServerEvent]: (payload: ServerPayload<E>) => void };
