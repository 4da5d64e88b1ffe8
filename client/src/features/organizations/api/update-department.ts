import { api } from "../../../lib/api/client.ts";

export const updateDepartment = (input: { departmentId: string; name?: string; active?: boolean }) =>
  api.organizations.updateDepartment(input);
