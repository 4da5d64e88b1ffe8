import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addStaff } from "./add-staff.ts";
import { setStaffActive } from "./set-staff-active.ts";
import { setStaffDuty } from "./set-staff-duty.ts";
import { resetStaffFactors, setStaffPassword } from "./set-staff-password.ts";
import "./staff.facts.ts";
import { listStaff } from "./staff.reads.ts";

export const routes = bindRoutes(contract.staff, {
  list: listStaff,
  add: addStaff,
  setActive: setStaffActive,
  setDuty: setStaffDuty,
  setPassword: setStaffPassword,
  resetFactors: resetStaffFactors,
});
