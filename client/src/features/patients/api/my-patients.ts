import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The 就诊人 this account acts for. */
export const myPatientsQuery = queryOptions({
  queryKey: ["patients"],
  queryFn: () => api.patients.myPatients(),
});
