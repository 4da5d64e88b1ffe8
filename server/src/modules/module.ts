import type { AnyRouter } from "@orpc/server";
import type { Contract } from "@fuzhen/shared/contract.ts";
import type { Ctx, Services } from "../platform/context.ts";
import type { DataCheck } from "../platform/data-check.ts";
import type { GaugeSource } from "../platform/metrics.ts";
import type { FactConsumer } from "../platform/outbox.ts";
import type { BroadcastTable, CommandTable } from "../platform/realtime.ts";

/** Timed work. `every` is a croner pattern in the hospital zone; `run` must be harmless when run twice. */
export interface Job {
  name: string;
  every: string;
  run: (services: Services) => Promise<void>;
}

/**
 * What an upload may be for → may this caller send files to the one with this id? Throws `forbidden` when not. Files are
 * tier 0 and know no patients or visits, so those who know give the answer; no answer means no.
 */
export type UploadTargets = Partial<Record<"patient" | "consultation", (ctx: Ctx, id: string) => Promise<unknown>>>;

/** Work that goes on as long as the app does. `stop` resolves when nothing of it is under way. */
export interface Worker {
  stop(): Promise<void>;
}

/** What a slice gives to the house. app.ts lists the slices; nothing registers itself. */
export interface ServerModule {
  routes?: Partial<Record<keyof Contract, AnyRouter>>;
  commands?: CommandTable;
  broadcast?: BroadcastTable;
  consumers?: FactConsumer[];
  jobs?: Job[];
  workers?: ((services: Services) => Worker)[];
  uploadTargets?: UploadTargets;
  /** Numbers of this slice that operators watch (`/metrics`). */
  gauges?: readonly GaugeSource[];
  /** What must hold of this slice's rows (`check-data`). */
  checks?: readonly DataCheck[];
}
