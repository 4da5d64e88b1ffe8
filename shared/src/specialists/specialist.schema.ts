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
import {
  answeredFieldNames,
  publicFieldNames,
  rowOf,
  specialistFieldNames,
  specialistFieldRows,
  titles,
  type AnsweredFieldName,
  type KindOf,
  type SpecialistFieldName,
} from "./specialist.fields.ts";
import { staffSorts, staffStates } from "./specialist.rules.ts";
import { passwordSchema } from "../accounts/account.schema.ts";

const typed = {
  name: () => personNameSchema,
  department: () => idSchema,
  title: () => z.enum(titles, { error: "required" }),
  "licence-number": () =>
    z
      .string()
      .max(60, { error: "licence_number" })
      .transform(foldCode)
      .pipe(z.string().regex(/^\d{15}$/, { error: "licence_number" })),
  day: () => daySchema,
  flag: () => z.boolean(),
};
const textOf = (most: number, required: boolean) => (required ? textSchema(most) : optionalTextSchema(most));
const wordsOf = (most: number, length: number) => z.array(textSchema(length)).max(most, { error: "too_many" });
const answered = {
  name: z.string(),
  title: z.enum(titles),
  "licence-number": z.string(),
  day: daySchema,
  text: z.string(),
  words: z.array(z.string()),
  flag: z.boolean(),
};

type Typed = { [Kind in keyof typeof typed]: ReturnType<(typeof typed)[Kind]> } & {
  text: ReturnType<typeof textOf>;
  words: ReturnType<typeof wordsOf>;
};
function typedSchema(name: SpecialistFieldName) {
  const row = rowOf(name);
  if (row.kind === "text") return textOf(row.most, row.required);
  return row.kind === "words" ? wordsOf(row.most, row.length) : typed[row.kind]();
}

/** What an admin gives. */
const specialistFieldsSchema = z.object(
  Object.fromEntries(specialistFieldNames.map((name) => [name, typedSchema(name)])) as {
    [Name in SpecialistFieldName]: Typed[KindOf<Name>];
  },
);
type Answered<Name extends AnsweredFieldName> = { [N in Name]: (typeof answered)[KindOf<N>] };
const answeredShape = <Name extends AnsweredFieldName>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, answered[specialistFieldRows[name].kind]])) as Answered<Name>;

const departmentSchema = z.object({ id: idSchema, code: z.string(), name: z.string() });

/** What the public may read of a specialist (R1): no phone, no identity number. */
export const specialistSchema = z
  .object({
    id: idSchema,
    ...answeredShape(publicFieldNames),
    organization: z.object({ id: idSchema, name: z.string(), level: z.string(), feePayment: feePaymentSchema }),
    department: departmentSchema,
  })
  .meta({ id: "Specialist" });

export const addSpecialistInputSchema = z.object({
  requestKey: requestKeySchema,
  ...specialistFieldsSchema.shape,
  phone: phoneSchema,
  initialPassword: passwordSchema,
});
export const updateSpecialistInputSchema = specialistFieldsSchema.partial().extend({ specialistId: idSchema });

/** What the admin of the specialist's own organisation sees. */
export const staffSpecialistSchema = z
  .object({
    id: idSchema,
    ...answeredShape(answeredFieldNames),
    department: departmentSchema,
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
