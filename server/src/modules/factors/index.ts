import type { ServerModule } from "../module.ts";
import { factorChecks } from "./factor-checks.repo.ts";
import "./factor.facts.ts";
import { routes } from "./factor.routes.ts";

export { checkSecondFactor, wrongSecondFactor } from "./check-second-factor.ts";
export { factorsOf } from "./factor.repo.ts";
export { giveDemoFactor } from "./give-demo-factor.ts";
export { removeAllFactors } from "./remove-factor.ts";

export const factorsModule: ServerModule = { routes: { factors: routes }, checks: factorChecks };
