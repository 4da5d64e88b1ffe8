import type { ServerModule } from "../module.ts";
import { forgetSessionsJob } from "./forget-sessions.ts";
import { sessionBroadcast } from "./session.broadcast.ts";
import { sessionChecks } from "./session-checks.repo.ts";
import "./session.facts.ts";
import { routes } from "./session.routes.ts";

export { signAccessToken } from "./access-token.ts";
export { endAllSessions, endOldestSessions, endSession } from "./end-session.ts";
export { readRefreshToken, writeRefreshToken } from "./refresh-token.ts";
export { actorBehind, claimsOf, noteAct, resolveSession, standingNow } from "./resolve-session.ts";
export {
  readTotpSetup,
  takeChallenge,
  takeTotpSetup,
  writeChallenge,
  writeTotpSetup,
  type ChallengePurpose,
} from "./session-setup.repo.ts";
export { halfSessionEnd, idleEnd, sessionEnd } from "./session-times.ts";
export {
  completeSession,
  confirmSession,
  findLiveSession,
  insertSession,
  passSession,
  rotateSession,
  type SessionRecord,
} from "./session.repo.ts";

export const sessionsModule: ServerModule = {
  routes: { sessions: routes },
  broadcast: sessionBroadcast,
  jobs: [forgetSessionsJob],
  checks: sessionChecks,
};
