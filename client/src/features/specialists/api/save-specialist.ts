import type {
  AddSpecialistInput,
  StaffSpecialist,
  UpdateSpecialistInput,
} from "@fuzhen/shared/specialists/specialist.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Adds a specialist with an account, or changes an existing one. */
export const saveSpecialist = (input: AddSpecialistInput | UpdateSpecialistInput): Promise<StaffSpecialist> =>
  "specialistId" in input ? api.specialists.update(input) : api.specialists.add(input);
