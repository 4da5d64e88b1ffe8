import { accountsModule } from "./accounts/index.ts";
import { appointmentsModule } from "./appointments/index.ts";
import { codesModule } from "./codes/index.ts";
import { factorsModule } from "./factors/index.ts";
import { patientsModule } from "./patients/index.ts";
import { sessionsModule } from "./sessions/index.ts";
import { staffModule } from "./staff/index.ts";
import { usersModule } from "./users/index.ts";
import { auditModule } from "./audit/index.ts";
import { careAccessModule } from "./care-access/index.ts";
import { filesModule } from "./files/index.ts";
import { organizationsModule } from "./organizations/index.ts";
import { reportsModule } from "./reports/index.ts";
import { schedulesModule } from "./schedules/index.ts";
import { specialistsModule } from "./specialists/index.ts";
import { consultationsModule } from "./consultations/index.ts";
import { waitingModule } from "./waiting/index.ts";
import { encountersModule } from "./encounters/index.ts";
import { notificationsModule } from "./notifications/index.ts";
import { reachModule } from "./reach/index.ts";
import { oversightModule } from "./oversight/index.ts";
import { personalDataModule } from "./personal-data/index.ts";
import { operationsModule } from "./operations/index.ts";
import type { ServerModule } from "./module.ts";

/** All modules in order of their tiers (ARCHITECTURE.md). A module that is not listed here is not part of the app. */
export const modules: readonly ServerModule[] = [
  auditModule,
  filesModule,
  usersModule,
  organizationsModule,
  sessionsModule,
  codesModule,
  patientsModule,
  specialistsModule,
  factorsModule,
  careAccessModule,
  accountsModule,
  staffModule,
  schedulesModule,
  reportsModule,
  appointmentsModule,
  waitingModule,
  consultationsModule,
  encountersModule,
  notificationsModule,
  oversightModule,
  operationsModule,
  reachModule,
  personalDataModule,
];
