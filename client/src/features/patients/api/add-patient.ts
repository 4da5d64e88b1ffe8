import type { AddPatientInput } from "@fuzhen/shared/patients/patient.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Adds a 就诊人; the same requestKey again is the same person. */
export const addPatient = (input: AddPatientInput) => api.patients.addPatient(input);
