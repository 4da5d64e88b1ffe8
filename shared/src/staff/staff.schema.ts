import { z } from "zod";
import {
  idSchema,
  instantSchema,
  optionalTextSchema,
  pageInputSchema,
  personNameSchema,
  phoneSchema,
  requestKeySchema,
  sortOrders,
} from "../fields.ts";
import { duties } from "../roles.ts";
import { staffAccountSorts, staffAccountStates, staffRoles } from "./staff.rules.ts";
import { passwordSchema } from "../accounts/account.schema.ts";

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

export const listStaffInputSchema = pageInputSchema.extend({
  /** Part of the name, or of the number as it is shown. */
  q: optionalTextSchema(40).optional(),
  role: z.enum(staffRoles).optional(),
  state: z.enum(staffAccountStates).optional(),
  sort: z.enum(staffAccountSorts).default("added"),
  order: z.enum(sortOrders).default("asc"),
});

export type ListStaffInput = z.infer<typeof listStaffInputSchema>;
export type StaffAccount = z.infer<typeof staffAccountSchema>;
export type AddStaffInput = z.infer<typeof addStaffInputSchema>;
