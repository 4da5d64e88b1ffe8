import { api } from "../../../lib/api/client.ts";

export const addDepartment = (input: { code: string; name: string }) => api.organizations.addDepartment(input);
