import type { ServerModule } from "../module.ts";

export { recordFileRead } from "./record-file-read.ts";

export const oversightModule: ServerModule = {};
