import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** One patient's reports, newest paper first, page by page. */
export const reportsOfPatientQuery = (patientId: string, category?: Report["category"]) =>
  infiniteQueryOptions({
    queryKey: ["reports", "of-patient", patientId, category ?? "all"],
    queryFn: ({ pageParam }) =>
      api.reports.ofPatient({
        patientId,
        ...(category === undefined ? {} : { category }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
