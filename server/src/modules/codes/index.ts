import type { ServerModule } from "../module.ts";
import { routes } from "./code.routes.ts";

export { checkCode, useCode } from "./code-proof.ts";

export const codesModule: ServerModule = { routes: { codes: routes } };
