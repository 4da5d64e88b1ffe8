import type { ServerModule } from "../module.ts";
import "./staff.facts.ts";
import { routes } from "./staff.routes.ts";
import { tellPerson } from "./tell-person.ts";

export { requireStaff } from "./staff.reads.ts";
export type { StaffFact } from "./staff.facts.ts";

export const staffModule: ServerModule = { routes: { staff: routes }, consumers: [tellPerson] };
