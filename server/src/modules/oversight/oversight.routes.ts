import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { readAccessLog } from "./access-log.reads.ts";
import { exportAuditEvents, listStaff, searchAuditEvents } from "./audit-event.reads.ts";
import { readEmergencyActs } from "./emergency-acts.ts";
import { checkIntegrity, readIntegrity } from "./integrity.ts";

export const routes = bindRoutes(contract.oversight, {
  search: searchAuditEvents,
  exportEvents: exportAuditEvents,
  staff: listStaff,
  integrity: readIntegrity,
  verify: checkIntegrity,
  accessLog: readAccessLog,
  emergencyActs: readEmergencyActs,
});
