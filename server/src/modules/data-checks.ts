import type { DataCheck } from "../platform/data-check.ts";
import { storeChecks } from "../platform/store-checks.ts";
import { modules } from "./modules.ts";

/** Every invariant of the stored data: the database's own first, then those of each slice. */
export const dataChecks: readonly DataCheck[] = [...storeChecks, ...modules.flatMap((module) => module.checks ?? [])];
