import { api } from "../../../lib/api/client.ts";

export const touchedByDepartment = (departmentId: string) => api.appointments.touchedByDepartment({ departmentId });
