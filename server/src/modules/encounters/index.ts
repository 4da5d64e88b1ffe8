import "./note.facts.ts";
import type { ServerModule } from "../module.ts";
import { noteChecks } from "./note-checks.repo.ts";
import { routes } from "./note.routes.ts";

export { plansOfPatient } from "./note.reads.ts";

export const encountersModule: ServerModule = { routes: { encounters: routes }, checks: noteChecks };
