import { z } from "zod";
import { idSchema, instantSchema, personNameSchema, phoneSchema, requestKeySchema } from "../fields.ts";
import { duties } from "../roles.ts";
import { passwordSchema } from "../accounts/account.schema.ts";

export const staffRoles = ["specialist", "pharmacist", "admin"] as const;

/** An account of the own organisation, for the security admin who looks after it (R64). */
export const staffAccountSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    phoneMasked: z.string(),
    role: z.enum(staffRoles),
    duty: z.enum(duties).nullable(),
    active: z.boolean(),
    /** Still on the password an admin set. */
    mustChangePassword: z.boolean(),
    hasSecondFactor: z.boolean(),
    lastSignInAt: instantSchema.nullable(),
    /** Not used for 90 days. */
    stale: z.boolean(),
    /** Nobody looks after their own account here. */
    own: z.boolean(),
  })
  .meta({ id: "StaffAccount" });

/** Specialists come in with licence and profile (`specialists.add`); here those without: one duty an admin. */
const person = {
  requestKey: requestKeySchema,
  name: personNameSchema,
  phone: phoneSchema,
  initialPassword: passwordSchema,
};
export const addStaffInputSchema = z.discriminatedUnion("role", [
  z.object({ ...person, role: z.literal("admin"), duty: z.enum(duties, { error: "required" }) }),
  z.object({ ...person, role: z.literal("pharmacist") }),
]);

export type StaffAccount = z.infer<typeof staffAccountSchema>;
export type AddStaffInput = z.infer<typeof addStaffInputSchema>;
