import { accountsModule } from "./accounts/index.ts";
import { auditModule } from "./audit/index.ts";
import { careAccessModule } from "./care-access/index.ts";
import { organizationsModule } from "./organizations/index.ts";
import { schedulesModule } from "./schedules/index.ts";
import { specialistsModule } from "./specialists/index.ts";
import type { ServerModule } from "./module.ts";

/** The slices in order of their tiers (ARCHITECTURE.md). A slice that is not here does not exist. */
export const modules: readonly ServerModule[] = [
  auditModule,
  accountsModule,
  organizationsModule,
  careAccessModule,
  specialistsModule,
  schedulesModule,
];
