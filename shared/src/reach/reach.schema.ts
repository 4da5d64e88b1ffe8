import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";
import { reachEnds, reachMatters, reachWays } from "./reach.rules.ts";

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const reachSettingsSchema = z
  .object({
    most: z.partialRecord(z.enum(reachMatters), z.enum(reachWays)),
    quiet: z.object({ from: timeSchema, to: timeSchema }).nullable(),
  })
  .meta({ id: "ReachSettings" });

/** What came of a try. `no-device`: none of theirs takes notices; `unknown`: the server stopped while it was sent. */
export const tryOutcomes = ["unknown", "sent", "no-device", "refused", "unavailable"] as const;

/** One thing a person was to be told, and each try to reach them. */
export const reachLineSchema = z
  .object({
    id: idSchema,
    matter: z.enum(reachMatters),
    raisedAt: instantSchema,
    /** Why it went no further; null while it still may. */
    ended: z.enum(reachEnds).nullable(),
    tries: z.array(z.object({ way: z.enum(["push", "text"]), at: instantSchema, outcome: z.enum(tryOutcomes) })),
  })
  .meta({ id: "ReachLine" });

/** As `PushSubscription.toJSON()` of a browser gives it. The host must be one that the server knows. */
export const pushAddressSchema = z.object({
  endpoint: z.string().min(1).max(1000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{80,100}=*$/),
    auth: z.string().regex(/^[\w-]{20,30}=*$/),
  }),
});

/** A text message as the demonstration's own driver took it: nothing was sent to a telephone. */
export const localTextSchema = z.object({ at: instantSchema, words: z.string() });

export type ReachLine = z.infer<typeof reachLineSchema>;
export type TryOutcome = (typeof tryOutcomes)[number];
export type PushAddress = z.infer<typeof pushAddressSchema>;
