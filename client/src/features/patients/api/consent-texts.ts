import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The texts in force, with the version and hash that a consent names. */
export const consentTextsQuery = queryOptions({
  queryKey: ["consent-texts"],
  queryFn: () => api.patients.consentTexts(),
});
