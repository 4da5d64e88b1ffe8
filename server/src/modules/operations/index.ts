import type { ServerModule } from "../module.ts";
import { routes } from "./operations.routes.ts";
import { soundAlarms } from "./sound-alarms.ts";

export const operationsModule: ServerModule = {
  routes: { operations: routes },
  jobs: [{ name: "operations:sound-alarms", every: "* * * * *", each: true, run: soundAlarms }],
};
