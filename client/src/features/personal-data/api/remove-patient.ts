import { api } from "../../../lib/api/client.ts";

/** `bookings`: those that the person has seen. */
export const removePatient = (input: { patientId: string; bookings: string[] }) =>
  api.personalData.removePatient(input);
