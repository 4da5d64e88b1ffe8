import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addDepartment } from "./add-department.ts";
import { accessRules, bookingRules, serviceRules, waitingRules } from "./organization-rules.ts";
import { listOwnDepartments, listPublicDepartments, listPublicOrganizations } from "./organization.reads.ts";
import { updateDepartment } from "./update-department.ts";

export const routes = bindRoutes(contract.organizations, {
  list: listPublicOrganizations,
  departments: listPublicDepartments,
  ownDepartments: listOwnDepartments,
  addDepartment,
  updateDepartment,
  accessRules: accessRules.read,
  setAccessRules: accessRules.set,
  bookingRules: bookingRules.read,
  setBookingRules: bookingRules.set,
  waitingRules: waitingRules.read,
  setWaitingRules: waitingRules.set,
  serviceRules: serviceRules.read,
  setServiceRules: serviceRules.set,
});
