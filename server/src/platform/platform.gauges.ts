import { pingDatabase } from "./database.ts";
import { freeBytes } from "./disk.ts";
import type { GaugeSource } from "./metrics.ts";
import { outboxState } from "./outbox-state.ts";

/** Metrics of the platform itself: database, outbox, disk, process. */
export const platformGauges: readonly GaugeSource[] = [
  {
    name: "database_ping_seconds",
    help: "Time the database takes to answer; NaN when it does not",
    read: async () => ((await pingDatabase()) ?? Number.NaN) / 1000,
  },
  {
    name: "outbox_pending",
    help: "Facts not yet delivered",
    read: async ({ factsCarried }) => (await outboxState(factsCarried())).pending,
  },
  {
    name: "outbox_oldest_seconds",
    help: "Age of the oldest fact not yet delivered",
    read: async ({ now }) => {
      const { oldestAt } = await outboxState(0);
      return oldestAt ? Math.max(0, (now().getTime() - oldestAt.getTime()) / 1000) : 0;
    },
  },
  {
    name: "outbox_failing",
    help: "Facts that were tried and not delivered",
    read: async () => (await outboxState(0)).failing.reduce((sum, { count }) => sum + count, 0),
  },
  { name: "disk_free_bytes", help: "Free on the disk of DATA_DIR", read: ({ env }) => freeBytes(env.DATA_DIR) },
];
