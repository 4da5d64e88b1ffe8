import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Earlier and coming visits of one patient, latest first. */
export const appointmentsOfPatientQuery = (patientId: string) =>
  infiniteQueryOptions({
    queryKey: ["appointments", "of-patient", patientId],
    queryFn: ({ pageParam }) =>
      api.appointments.ofPatient({ patientId, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
