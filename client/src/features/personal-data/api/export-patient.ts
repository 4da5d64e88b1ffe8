import type { ExportLanguage } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** The own data of a 就诊人 as a file. */
export const exportPatient = (input: { patientId: string; format: "json" | "pdf"; language: ExportLanguage }) =>
  api.personalData.exportPatient(input);
