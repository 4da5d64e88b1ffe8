import type { ServerModule } from "./module.ts";

/** The slices in order of their tiers (ARCHITECTURE.md). A slice that is not here does not exist. */
export const modules: readonly ServerModule[] = [];
