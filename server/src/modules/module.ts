import type { AnyRouter } from "@orpc/server";
import type { Contract } from "@fuzhen/shared/contract.ts";
import type { Services } from "../platform/context.ts";
import type { FactConsumer } from "../platform/outbox.ts";
import type { BroadcastTable, CommandTable } from "../platform/realtime.ts";

/** Timed work. `every` is a croner pattern in the hospital zone; `run` must be harmless when run twice. */
export interface Job {
  name: string;
  every: string;
  run: (services: Services) => Promise<void>;
}

/** What a slice gives to the house. app.ts lists the slices; nothing registers itself. */
export interface ServerModule {
  routes?: Partial<Record<keyof Contract, AnyRouter>>;
  commands?: CommandTable;
  broadcast?: BroadcastTable;
  consumers?: FactConsumer[];
  jobs?: Job[];
}
