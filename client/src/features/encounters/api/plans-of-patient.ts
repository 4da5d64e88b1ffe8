import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Signed plans of all visits of a patient, latest first. */
export const plansOfPatientQuery = (patientId: string) =>
  infiniteQueryOptions({
    queryKey: ["plan", "of-patient", patientId],
    queryFn: ({ pageParam }) =>
      api.encounters.plansOfPatient({ patientId, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
