import { queryOptions } from "@tanstack/react-query";
import type { AddStaffInput } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { api } from "../../../lib/api/client.ts";

/** Accounts of the security admin's own organisation. */
export const staffAccountsQuery = queryOptions({
  queryKey: ["staff"],
  queryFn: () => api.staff.list(),
});

export const addStaff = (input: AddStaffInput) => api.staff.add(input);

/** One change of one account. */
export type StaffChange = { userId: string } & (
  | { active: boolean }
  | { duty: Duty }
  | { initialPassword: string }
  | { resetFactors: true }
);

export function changeStaff(change: StaffChange) {
  const { userId } = change;
  if ("active" in change) return api.staff.setActive({ userId, active: change.active });
  if ("duty" in change) return api.staff.setDuty({ userId, duty: change.duty });
  if ("initialPassword" in change) return api.staff.setPassword({ userId, initialPassword: change.initialPassword });
  return api.staff.resetFactors({ userId });
}
