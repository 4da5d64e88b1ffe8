import type { GaugeSource } from "../../platform/metrics.ts";
import { fileQueue } from "./file-queue.ts";

export const fileGauges: readonly GaugeSource[] = [
  { name: "files_waiting", help: "Files to be read or removed", read: async () => (await fileQueue()).waiting },
  {
    name: "files_oldest_seconds",
    help: "How long the file that has waited longest is due",
    read: async ({ now }) => {
      const { oldestDueAt } = await fileQueue();
      return oldestDueAt ? Math.max(0, (now().getTime() - oldestDueAt.getTime()) / 1000) : 0;
    },
  },
  { name: "uploads_under_way", help: "Uploads not yet whole", read: async () => (await fileQueue()).uploading },
];
