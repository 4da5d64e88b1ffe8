import type { Services } from "../../../platform/context.ts";
import type { Later } from "../../../platform/work/work-rows.ts";
import { findFile, type FileRecord } from "../file.repo.ts";
import { endWork, ranks, spared, type FileWork } from "./file-work.repo.ts";
import { readWithinBudget } from "./reading-budget.ts";
import { stagesDue, type PoolName, type StageName } from "./stages.ts";

/** So long a file waits whose owner has had their share of the readers today. */
const SHARE_MS = 600_000;

/** What one opening of a file is for. */
export interface ReadingTask {
  work: FileWork;
  file: FileRecord;
  due: readonly StageName[];
}

/**
 * One turn of a pool at a file: what it has to read of it, within what is left of the day of whoever sent it. Reading anew what
 * was read before is on the house.
 */
export async function readStages(
  services: Services,
  work: FileWork,
  read: (task: ReadingTask) => Promise<void>,
): Promise<Later | void> {
  const file = await findFile(work.fileId.toHexString());
  const due =
    file && ["processing", "ready"].includes(file.status) ? stagesDue(file.readings, work.kind as PoolName) : [];
  if (!file || due.length === 0) return void (await endWork(work));
  const now = () => read({ work, file, due });
  if (work.rank >= ranks.leisure) return now();
  // The account has had its share of the day; asked again in a while, which is no try.
  if (!(await readWithinBudget(services, work, now))) return spared(work, services.now(), SHARE_MS);
}
