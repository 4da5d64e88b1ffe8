import type { SystemHealth } from "@fuzhen/shared/operations/health.schema.ts";
import { dayOf, instantAt } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import { pingDatabase } from "../../platform/database.ts";
import { listKeys } from "../../platform/key-ring.repo.ts";
import { outboxState } from "../../platform/outbox-state.ts";
import { timedRuns } from "../../platform/work/timed-work.repo.ts";
import { countRefusedSince, countUnscanned, fileQueue, scannerState } from "../files/index.ts";
import { lastBackup } from "./backup-note.ts";
import { certificateState } from "./certificate.ts";
import { storageState } from "./storage.ts";

/** The state of the machine, without any personal data: the same for every organisation's page and for the alarms. */
export async function systemHealth(services: Services): Promise<SystemHealth> {
  const { env, recent } = services;
  const [answersMs, outbox, files, keys, storage, backup, certificate, timed] = await Promise.all([
    pingDatabase(),
    outboxState(services.factsCarried()),
    filesState(services),
    listKeys(),
    storageState(services),
    lastBackup(env.DATA_DIR),
    certificateState(env),
    timedRuns(),
  ]);
  // What each process does for itself is known to this one alone.
  const own = recent.jobs().filter(({ name }) => timed.every((run) => run.name !== name));
  return {
    database: { kind: env.MONGODB_URI ? "external" : "embedded", answersMs },
    outbox: { ...outbox, oldestAt: outbox.oldestAt?.toISOString() ?? null },
    files,
    faults: recent.faults().map(({ lastAt, ...fault }) => ({ ...fault, lastAt: lastAt.toISOString() })),
    crashes: recent.crashes().map(({ lastAt, ...crash }) => ({ ...crash, lastAt: lastAt.toISOString() })),
    jobs: [...timed, ...own].map(({ name, at, ok }) => ({ name, at: at.toISOString(), ok })),
    storage,
    backup,
    certificate,
    keys: keys
      .filter(({ state }) => state === "writing")
      .map(({ purpose, generation, createdAt }) => ({ purpose, generation, madeAt: createdAt.toISOString() })),
  };
}

async function filesState({ env, now }: Services): Promise<SystemHealth["files"]> {
  const today = instantAt(dayOf(now()), "00:00");
  const [{ oldestDueAt, ...queue }, refusedToday, unscanned, scanner] = await Promise.all([
    fileQueue(),
    countRefusedSince(today),
    countUnscanned(1000),
    scannerState(env),
  ]);
  return { ...queue, oldestAt: oldestDueAt?.toISOString() ?? null, refusedToday, scanner, unscanned };
}
