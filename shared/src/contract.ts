import { accountsApi } from "./accounts/account.api.ts";
import { staffApi } from "./staff/staff.api.ts";
import { appointmentsApi } from "./appointments/appointment.api.ts";
import { careAccessApi } from "./care-access/care-access.api.ts";
import { consultationsApi } from "./consultations/consultation.api.ts";
import { encountersApi } from "./encounters/note.api.ts";
import type { EndpointMeta } from "./endpoint.ts";
import { filesApi } from "./files/file.api.ts";
import { notificationsApi } from "./notifications/notification.api.ts";
import { operationsApi } from "./operations/operations.api.ts";
import { organizationsApi } from "./organizations/organization.api.ts";
import { oversightApi } from "./oversight/oversight.api.ts";
import { reportsApi } from "./reports/report.api.ts";
import { reachApi } from "./reach/reach.api.ts";
import { codesApi } from "./codes/code.api.ts";
import { factorsApi } from "./factors/factor.api.ts";
import { patientsApi } from "./patients/patient.api.ts";
import { personalDataApi } from "./personal-data/personal-data.api.ts";
import { sessionsApi } from "./sessions/session.api.ts";
import { waitingApi } from "./waiting/waiting.api.ts";
import { schedulesApi } from "./schedules/schedule.api.ts";
import { specialistsApi } from "./specialists/specialist.api.ts";

/** Only what declares who may call it has a place in the contract: default deny, held by the compiler. */
export type Declared = { "~orpc": { meta: EndpointMeta } };
type Tables = Record<string, Record<string, Declared>>;

/** The one contract: routes, validation, typed clients and the OpenAPI document all come from here. */
export const contract = {
  accounts: accountsApi,
  codes: codesApi,
  sessions: sessionsApi,
  factors: factorsApi,
  staff: staffApi,
  patients: patientsApi,
  personalData: personalDataApi,
  organizations: organizationsApi,
  specialists: specialistsApi,
  careAccess: careAccessApi,
  schedules: schedulesApi,
  appointments: appointmentsApi,
  files: filesApi,
  reports: reportsApi,
  waiting: waitingApi,
  consultations: consultationsApi,
  encounters: encountersApi,
  notifications: notificationsApi,
  reach: reachApi,
  operations: operationsApi,
  oversight: oversightApi,
} satisfies Tables;
export type Contract = typeof contract;
