import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AddStaffInput, ListStaffInput } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { api } from "../../../lib/api/client.ts";

export type StaffAccountSearch = Partial<Omit<ListStaffInput, "cursor" | "limit">>;

/** Accounts of the security admin's own organisation, page by page. */
export const staffAccountsQuery = (search: StaffAccountSearch) =>
  infiniteQueryOptions({
    queryKey: ["staff", search],
    queryFn: ({ pageParam }) =>
      api.staff.list({ ...search, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
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
