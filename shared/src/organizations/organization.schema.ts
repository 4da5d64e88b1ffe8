import { z } from "zod";
import { idSchema, textSchema } from "../fields.ts";

export const organizationSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    level: z.string(),
    licenceNumber: z.string(),
    address: z.string(),
    timeZone: z.string(),
  })
  .meta({ id: "Organization" });

export const departmentSchema = z
  .object({
    id: idSchema,
    organizationId: idSchema,
    organizationName: z.string(),
    code: z.string(),
    name: z.string(),
    active: z.boolean(),
  })
  .meta({ id: "Department" });

/** `code` is one of 医疗机构诊疗科目名录 (`codes/departments.ts`); online scope may not exceed the registered one (R2). */
export const addDepartmentInputSchema = z.object({
  code: z.string().regex(/^\d{2}(\.\d{2})?$/, { error: "department_code" }),
  name: textSchema(40),
});
export const updateDepartmentInputSchema = z.object({
  departmentId: idSchema,
  name: textSchema(40).optional(),
  active: z.boolean().optional(),
});

export type Organization = z.infer<typeof organizationSchema>;
export type Department = z.infer<typeof departmentSchema>;
export type AddDepartmentInput = z.infer<typeof addDepartmentInputSchema>;
export type UpdateDepartmentInput = z.infer<typeof updateDepartmentInputSchema>;
