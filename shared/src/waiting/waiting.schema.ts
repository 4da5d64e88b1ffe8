import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";

/** How a patient waits, said by their own browser and no finer than this: enough to know whether video will do. */
export const deviceKinds = ["phone", "tablet", "computer"] as const;
export const lineKinds = ["wifi", "wired", "mobile", "slow", "unknown"] as const;
export const checkVerdicts = ["works", "fails", "untried"] as const;

export const waitingDeviceSchema = z
  .object({
    kind: z.enum(deviceKinds),
    line: z.enum(lineKinds),
    /** What the device check found last on this device. */
    camera: z.enum(checkVerdicts),
    microphone: z.enum(checkVerdicts),
  })
  .meta({ id: "WaitingDevice" });

/** Somebody who has checked in, as the specialist sees them beside the appointment. */
export const queuedSchema = z
  .object({
    turnAt: instantSchema,
    urgent: z.boolean(),
    called: z.boolean(),
    calledAt: instantSchema.nullable(),
    /** Until when the call stands while no window holds it. */
    calledUntil: instantSchema.nullable(),
    /** When the patient said that they are there after the call. */
    answeredAt: instantSchema.nullable(),
    /** Calls that were not followed. */
    passes: z.int(),
    /** Gone from the page and to be told. */
    away: z.boolean(),
    device: waitingDeviceSchema.nullable(),
  })
  .meta({ id: "Queued" });

export const waitSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("band"), from: instantSchema, until: instantSchema }),
    z.object({ kind: z.literal("around"), at: instantSchema }),
  ])
  .meta({ id: "Wait" });

/** Where the patient's own place is. `ahead` and `wait` are null while they are called, and when they do not wait (any more). */
export const waitingPlaceSchema = z
  .object({
    appointmentId: idSchema,
    waits: z.boolean(),
    called: z.boolean(),
    calledUntil: instantSchema.nullable(),
    ahead: z.int().nullable(),
    wait: waitSchema.nullable(),
    away: z.boolean(),
    passes: z.int(),
    /** A call that is not followed so often is a missed visit. */
    callsBeforeNoShow: z.int(),
  })
  .meta({ id: "WaitingPlace" });

export const nextInputSchema = z.object({
  /** Chosen by the window for one press: sent again it answers who was called by it. */
  requestKey: z.uuid(),
  /** This one out of turn; left out, whose turn it is. */
  appointmentId: idSchema.optional(),
});

export const tellWaitingInputSchema = z.object({
  appointmentId: idSchema,
  away: z.boolean().optional(),
  /** There, after a call. */
  here: z.literal(true).optional(),
  device: waitingDeviceSchema.optional(),
});

export type WaitingDevice = z.infer<typeof waitingDeviceSchema>;
export type WaitingPlace = z.infer<typeof waitingPlaceSchema>;
export type TellWaitingInput = z.infer<typeof tellWaitingInputSchema>;
export type NextInput = z.infer<typeof nextInputSchema>;
