import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addDepartment } from "./add-department.ts";
import { readAccessRules, setAccessRules } from "./access-rules.ts";
import { readBookingRules, setBookingRules } from "./booking-rules.ts";
import { readServiceRules, setServiceRules } from "./service-rules.ts";
import { listOwnDepartments, listPublicDepartments, listPublicOrganizations } from "./organization.reads.ts";
import { updateDepartment } from "./update-department.ts";

export const routes = bindRoutes(contract.organizations, {
  list: listPublicOrganizations,
  departments: listPublicDepartments,
  ownDepartments: listOwnDepartments,
  addDepartment,
  updateDepartment,
  accessRules: readAccessRules,
  setAccessRules,
  bookingRules: readBookingRules,
  setBookingRules,
  serviceRules: readServiceRules,
  setServiceRules,
});
