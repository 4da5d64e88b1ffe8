import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addSpecialist } from "./add-specialist.ts";
import { publishSpecialist } from "./publish-specialist.ts";
import { listStaff } from "./list-staff.ts";
import { readSpecialist, searchSpecialists } from "./search-specialists.ts";
import { updateSpecialist } from "./update-specialist.ts";

export const routes = bindRoutes(contract.specialists, {
  search: searchSpecialists,
  profile: readSpecialist,
  staff: listStaff,
  add: addSpecialist,
  update: updateSpecialist,
  publish: publishSpecialist,
});
