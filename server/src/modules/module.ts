import type { FileSubject } from "@fuzhen/shared/files/file.schema.ts";
import type { AnyRouter } from "@orpc/server";
import type { Contract } from "@fuzhen/shared/contract.ts";
import type { Ctx, Services } from "../platform/context.ts";
import type { DataCheck } from "../platform/data-check.ts";
import type { GaugeSource } from "../platform/metrics.ts";
import type { FactCarrier } from "../platform/fact-carrier.ts";
import type { FactConsumer } from "../platform/outbox.ts";
import type { BroadcastTable, CommandTable, OrderedRooms, RoomRights } from "../platform/realtime.ts";

/**
 * Timed work. `every` is a croner pattern in the hospital zone; `run` must be harmless when run twice. Of several processes one
 * runs it each time, unless it tends to what a process has for itself (`each`).
 */
export interface Job {
  name: string;
  every: string;
  each?: true;
  run: (services: Services) => Promise<void>;
}

/**
 * For each kind of thing an upload may belong to: whether this caller may send files to the one with this id; throws
 * `forbidden` if not. The files module is too low in the tiers to know patients or visits, so their own modules answer.
 * A kind without an answer is forbidden.
 */
export type UploadTargets = Partial<Record<FileSubject["type"], (ctx: Ctx, id: string) => Promise<unknown>>>;

/** Background work for as long as the app runs. `stop` resolves when nothing of it is running any more. */
export interface Worker {
  stop(): Promise<void>;
}

/** Everything a module contributes to the app. modules.ts lists the modules; nothing registers itself. */
export interface ServerModule {
  routes?: Partial<Record<keyof Contract, AnyRouter>>;
  commands?: CommandTable;
  broadcast?: BroadcastTable;
  /** Who may stay in the rooms this slice lets people into. */
  roomRights?: RoomRights;
  /** Rooms of this slice in which things are heard in order. */
  orderedRooms?: OrderedRooms;
  consumers?: FactConsumer[];
  /** Rows of this slice that carry their own fact. */
  carriers?: FactCarrier[];
  jobs?: Job[];
  workers?: ((services: Services) => Worker)[];
  uploadTargets?: UploadTargets;
  /** Numbers of this module for operators (`/metrics`). */
  gauges?: readonly GaugeSource[];
  /** Invariants of this module's rows (`check-data`). */
  checks?: readonly DataCheck[];
}
