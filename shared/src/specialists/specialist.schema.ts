import { z } from "zod";
import { feePaymentSchema } from "../organizations/organization.schema.ts";
import {
  daySchema,
  idSchema,
  optionalTextSchema,
  pageInputSchema,
  pageOf,
  personNameSchema,
  phoneSchema,
  requestKeySchema,
  sortOrders,
  textSchema,
} from "../fields.ts";
import { foldCode } from "../typed-text.ts";
import { staffSorts, staffStates } from "./specialist.rules.ts";
import { passwordSchema } from "../accounts/account.schema.ts";

/** 职称, highest first. */
export const titles = ["chief", "associate-chief", "attending", "resident"] as const;

/** What the public may read of a specialist (R1): no phone, no identity number. */
export const specialistSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    title: z.enum(titles),
    organization: z.object({ id: idSchema, name: z.string(), level: z.string(), feePayment: feePaymentSchema }),
    department: z.object({ id: idSchema, code: z.string(), name: z.string() }),
    licenceNumber: z.string(),
    practiceScope: z.string(),
    diseases: z.array(z.string()),
    about: z.string(),
  })
  .meta({ id: "Specialist" });

const licence = {
  licenceNumber: z
    .string()
    .max(60, { error: "licence_number" })
    .transform(foldCode)
    .pipe(z.string().regex(/^\d{15}$/, { error: "licence_number" })),
  licenceValidFrom: daySchema,
  licenceValidTo: daySchema,
  /** First day of independent clinical work; three full years are needed to see patients online (R4). */
  practiceSince: daySchema,
  /** Consent of the hospital the specialist is registered with (R4). */
  hospitalConsent: z.boolean(),
};
const profile = {
  name: personNameSchema,
  departmentId: idSchema,
  title: z.enum(titles, { error: "required" }),
  practiceScope: textSchema(80),
  diseases: z.array(textSchema(40)).max(20, { error: "too_many" }),
  about: optionalTextSchema(1000),
};

export const addSpecialistInputSchema = z.object({
  requestKey: requestKeySchema,
  ...profile,
  ...licence,
  phone: phoneSchema,
  initialPassword: passwordSchema,
});
export const updateSpecialistInputSchema = z
  .object({ specialistId: idSchema, ...profile, ...licence })
  .partial()
  .required({ specialistId: true });

/** What the admin of the specialist's own organisation sees. */
export const staffSpecialistSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    title: z.enum(titles),
    department: z.object({ id: idSchema, code: z.string(), name: z.string() }),
    practiceScope: z.string(),
    diseases: z.array(z.string()),
    about: z.string(),
    ...licence,
    phoneMasked: z.string(),
    published: z.boolean(),
  })
  .meta({ id: "StaffSpecialist" });

export const searchSpecialistsInputSchema = pageInputSchema.extend({
  /** Name, department, hospital, or disease under any of its names; also by pinyin and its initials. */
  q: optionalTextSchema(40).optional(),
  /** A subject of the national table with all below it. */
  departmentCode: optionalTextSchema(8).optional(),
  departmentId: idSchema.optional(),
  organizationId: idSchema.optional(),
  /** `nextFree`: only those with a free time within the next two weeks, the soonest first. */
  sort: z.enum(["title", "nextFree"]).default("title"),
  /** Only those with a free time by the end of that hospital day; in the order of that time. */
  freeBy: daySchema.optional(),
});

/** `near`: nobody fits what was asked for; these are of the departments nearest to it. */
export const foundSpecialistsSchema = pageOf(specialistSchema).extend({ near: z.boolean() });

/** What an admin looks for among the specialists of the own organisation. */
export const listStaffSpecialistsInputSchema = pageInputSchema.extend({
  /** Name, pinyin, pinyin initials, or disease. */
  q: optionalTextSchema(40).optional(),
  departmentId: idSchema.optional(),
  state: z.enum(staffStates).optional(),
  sort: z.enum(staffSorts).default("title"),
  order: z.enum(sortOrders).default("asc"),
});

export type Specialist = z.infer<typeof specialistSchema>;
export type StaffSpecialist = z.infer<typeof staffSpecialistSchema>;
export type AddSpecialistInput = z.infer<typeof addSpecialistInputSchema>;
export type UpdateSpecialistInput = z.infer<typeof updateSpecialistInputSchema>;
export type ListStaffSpecialistsInput = z.infer<typeof listStaffSpecialistsInputSchema>;
export type FoundSpecialists = z.infer<typeof foundSpecialistsSchema>;
export type SearchSpecialistsInput = z.infer<typeof searchSpecialistsInputSchema>;
