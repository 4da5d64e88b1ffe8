import type { ServerModule } from "../module.ts";
import "./staff.facts.ts";
import { routes } from "./staff.routes.ts";

export const staffModule: ServerModule = { routes: { staff: routes } };
