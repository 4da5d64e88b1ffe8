import type { ServerModule } from "../module.ts";
import { routes } from "./oversight.routes.ts";

export { readAccessLog } from "./access-log.reads.ts";
export { requireFileRead } from "./require-file-read.ts";

export const oversightModule: ServerModule = { routes: { oversight: routes } };
