import { systemContext, type Services } from "../../platform/context.ts";
import { createWorkRunner } from "../../platform/work/work-runner.ts";
import type { Worker } from "../module.ts";

import { ringingRows, type CallRow } from "./call.repo.ts";
import { findConsultation } from "./consultation.repo.ts";
import { endCall } from "./end-call.ts";

const LOOK_EVERY_MS = 1000;
/** For one whom somebody is just taking: its place is had, and a moment later it is answered. */
const SOON_MS = 5000;

/** Ends calls that have rung for long enough, in one of the processes; one that was taken meanwhile goes on. */
export function ringOut(services: Services): Worker {
  const runner = createWorkRunner<CallRow>(services, {
    kind: "ringing",
    rows: ringingRows,
    atOnce: 4,
    lookEveryMs: LOOK_EVERY_MS,
    async run(row) {
      const ctx = systemContext(services, "consultations:ring-out");
      const visit = await findConsultation(String(row.consultationId));
      const others = visit?.participants.flatMap(({ id }) => (id === row.startedBy ? [] : [id])) ?? [];
      const only = { callId: String(row._id), unanswered: true, without: others } as const;
      if (visit && (await endCall(ctx, visit, "no-answer", only))) return undefined;
      return { dueAt: new Date(services.now().getTime() + SOON_MS), attempts: row.attempts };
    },
  });
  runner.start();
  return { stop: () => runner.stop() };
}
