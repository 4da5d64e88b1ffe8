import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";

/** How many visits and specialists are named; of the others only their number is said. */
export const NAMED_AS_TOUCHED = 5;

/**
 * Whom a change of what a hospital offers touches, asked before it is made: visits that are to come or under way, the patients
 * they are of, the first of them with names masked, and the specialists who would not be offered any more.
 */
export const touchedSchema = z
  .object({
    appointments: z.int(),
    patients: z.int(),
    next: z.array(
      z.object({ id: idSchema, start: instantSchema, patientNameMasked: z.string(), specialistName: z.string() }),
    ),
    specialists: z.object({ count: z.int(), names: z.array(z.string()) }),
  })
  .meta({ id: "Touched" });

export type Touched = z.infer<typeof touchedSchema>;
