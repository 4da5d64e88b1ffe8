import type { ServerModule } from "../module.ts";
import { routes } from "./oversight.routes.ts";

export { recordFileRead } from "./record-file-read.ts";

export const oversightModule: ServerModule = { routes: { oversight: routes } };
