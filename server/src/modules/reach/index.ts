import type { ServerModule } from "../module.ts";
import { climb } from "./climb.ts";
import { reachChecks } from "./reach-checks.repo.ts";
import { reachConsumer } from "./reach.consumer.ts";
import { routes } from "./reach.routes.ts";
import { remindJob } from "./remind-soon.ts";
import { watchTalk } from "./talk.ts";

export const reachModule: ServerModule = {
  routes: { reach: routes },
  consumers: [reachConsumer],
  jobs: [remindJob],
  workers: [climb, watchTalk],
  checks: reachChecks,
};
