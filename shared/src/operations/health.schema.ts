import { z } from "zod";
import { daySchema, idSchema, instantSchema } from "../fields.ts";
import { healthLevels, healthParts } from "./health-parts.ts";

const count = z.int().min(0);

/** The machine, for all organisations alike: counts and codes, nobody in it. */
export const systemHealthSchema = z.object({
  database: z.object({ kind: z.enum(["embedded", "external"]), answersMs: z.number().nullable() }),
  outbox: z.object({
    pending: count,
    oldestAt: instantSchema.nullable(),
    /** Facts that were tried and not delivered, by type; `parked` of them so often that they are set aside, and tried once an hour. */
    failing: z.array(z.object({ type: z.string(), count, attempts: count, parked: count })),
  }),
  files: z.object({
    waiting: count,
    oldestAt: instantSchema.nullable(),
    uploading: count,
    refusedToday: count,
    /** Whether something looks for malware in what people send (CLAMAV_URL), and answers. */
    scanner: z.enum(["none", "answers", "away"]),
    /** Files that are shown and were not scanned; counted up to 1000. */
    unscanned: count,
  }),
  /** Actions that failed by our fault within the last hour; known to the process that answers, since it started. */
  faults: z.array(z.object({ action: z.string(), count, lastAt: instantSchema })),
  /** Crashes that browsers reported within the last day, by the error's class and its first frame; as `faults`. */
  crashes: z.array(z.object({ name: z.string(), at: z.string(), count, lastAt: instantSchema })),
  /** Last runs: of what is done once for all by any process, and of what each does for itself by the one that answers. */
  jobs: z.array(z.object({ name: z.string(), at: instantSchema, ok: z.boolean() })),
  storage: z.object({
    freeBytes: z.number(),
    parts: z.array(z.object({ name: z.enum(["database", "files", "uploads"]), bytes: z.number() })),
  }),
  /** Null: there has never been one. `missing` objects were asked for by rows and were not in the store. */
  backup: z.object({ at: instantSchema, ok: z.boolean(), bytes: z.number().nullable(), missing: count }).nullable(),
  /** `elsewhere`: a proxy ends TLS (TRUST_PROXY); `nowhere`: nobody does; `unreadable`: TLS_CERT names no certificate. */
  certificate: z.discriminatedUnion("place", [
    z.object({ place: z.literal("here"), validTo: instantSchema }),
    z.object({ place: z.literal("elsewhere") }),
    z.object({ place: z.literal("nowhere") }),
    z.object({ place: z.literal("unreadable") }),
  ]),
  /** Data keys that seal now. */
  keys: z.array(z.object({ purpose: z.string(), generation: count, madeAt: instantSchema })),
});
export type SystemHealth = z.infer<typeof systemHealthSchema>;

export const healthSchema = systemHealthSchema
  .extend({
    at: instantSchema,
    /** Start of the process that answers. */
    since: instantSchema,
    version: z.string(),
    /** Of the caller's own organisation: licences that have run out or will within 60 days. */
    licences: z.array(z.object({ specialistId: idSchema, name: z.string(), validTo: daySchema })),
    levels: z.record(z.enum(healthParts), z.enum(healthLevels)),
  })
  .meta({ id: "Health" });
export type Health = z.infer<typeof healthSchema>;
