/** What a department's fields must be, for the forms of the desk. */
export const departmentShape = async () => {
  const { addDepartmentInputSchema } = await import("@fuzhen/shared/organizations/organization.schema.ts");
  return addDepartmentInputSchema.shape;
};
