import { randomUUID } from "node:crypto";
import type { Services } from "../../platform/context.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { hold, letGo } from "../../platform/work/named-work.repo.ts";
import type { Worker } from "../module.ts";
import { appendAnchor } from "./audit-anchors.ts";
import { findUnsealed } from "./audit-chain.repo.ts";
import { sealAuditEvents, type ChainHead } from "./seal-audit-events.ts";

/** How long rows wait to be sealed, so that many share one commit and no request waits for it. */
const SEAL_MS = 1000;
const ANCHOR_MS = 60_000;
/** One of several processes seals. It only saves work: what protects the chain is its unique numbers. */
const WORK = "sealing";
const PACE = { leaseMs: 5000 };

/** Seals the trail while this process has the lease, and anchors its end outside the database once a minute. */
export function createAuditSealer(services: Services): Worker {
  const how = { kind: "audit", holder: randomUUID(), pace: PACE };
  let running: Promise<void> | null = null;
  let anchored = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function anchor(head: ChainHead): Promise<void> {
    const line = { ...head, at: services.now().toISOString() };
    await appendAnchor(services, line);
    services.log.info({ seq: head.seq, hash: head.hash }, "audit trail anchored");
    anchored = head.seq;
  }

  async function seal({ last = false } = {}): Promise<void> {
    const waiting = (await findUnsealed(1)).length > 0;
    const anchors = last || performance.now() - lookedAt >= ANCHOR_MS;
    // Usually there is nothing to do, and that must cost one read and no write.
    if (!waiting && !anchors) return;
    // When stopping, seal even without the lease: a process just killed may still hold it, and two sealers do no harm.
    if (!last && !(await hold(WORK, services.now(), how))) return;
    const end = await sealAuditEvents(services);
    if (!anchors) return;
    if (end && end.seq !== anchored) await anchor(end);
    // Until there is something to anchor, it is looked for each time.
    if (end) lookedAt = performance.now();
  }

  const run = (options?: { last: boolean }): Promise<void> =>
    seal(options).catch((error: unknown) =>
      services.log.error({ error: describeFault(error) }, "audit trail not sealed; it is tried again"),
    );

  const timer = setInterval(() => {
    running ??= run().finally(() => (running = null));
  }, SEAL_MS);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      await running;
      await run({ last: true });
      await letGo([WORK], how).catch(() => undefined);
    },
  };
}
