import "./note.facts.ts";
import type { ServerModule } from "../module.ts";
import { routes } from "./note.routes.ts";

export const encountersModule: ServerModule = { routes: { encounters: routes } };
