import type { ServerModule } from "../module.ts";
import { routes } from "./account.routes.ts";

export { DEMO_PASSWORD, demoAccounts } from "./demo-accounts.ts";

export const accountsModule: ServerModule = { routes: { accounts: routes } };
