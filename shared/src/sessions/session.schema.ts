import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";

/** A signed-in device, as its owner sees it. */
export const deviceSessionSchema = z
  .object({
    id: idSchema,
    /** The one that asks. */
    current: z.boolean(),
    /** The browser's own words, at most 200 characters; the client makes a name of it. */
    userAgent: z.string(),
    ip: z.string(),
    startedAt: instantSchema,
    lastSeenAt: instantSchema,
  })
  .meta({ id: "DeviceSession" });

export const activeSchema = z.object({
  /** Staff without any act until then are signed out by the server (R63); null for patients. */
  idleAt: instantSchema.nullable(),
});

export type DeviceSession = z.infer<typeof deviceSessionSchema>;
