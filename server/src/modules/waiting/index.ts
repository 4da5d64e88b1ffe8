import type { ServerModule } from "../module.ts";
import { holdCall } from "./hold-call.ts";
import { broadcast } from "./waiting.broadcast.ts";
import "./waiting.facts.ts";
import { routes } from "./waiting.routes.ts";

export const waitingModule: ServerModule = {
  routes: { waiting: routes },
  commands: { "waiting:hold": holdCall },
  broadcast,
};
