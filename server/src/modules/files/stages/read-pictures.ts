import type { FileRefusal } from "@fuzhen/shared/files/file.schema.ts";
import type { Services } from "../../../platform/context.ts";
import { inTransaction } from "../../../platform/database.ts";
import { eraseBytes } from "../erase-file.ts";
import { originalKey, pictureKey } from "../file-places.ts";
import { markRefused, noteRefusal } from "../file.repo.ts";
import type { DerivePool } from "../reading/derive-pool.ts";
import type { Derivative, DeriveResult } from "../reading/derive-result.ts";
import { endWork, markSlow, renewWork } from "./file-work.repo.ts";
import { finishReading, MAX_ATTEMPTS, tellSettled } from "./finish-reading.ts";
import type { ReadingTask } from "./read-stages.ts";
import { tryMs } from "./reading-budget.ts";
import { stages, type Readings, type StageName } from "./stages.ts";

/** The stage that each picture is of. */
const stageOf = { thumb: "preview", display: "pages" } as const;

/**
 * Opens one file for its pictures. What is no paper, or cannot be shown at all, is refused and nothing of it is kept; a file
 * that was ready before stays as it is. May be run again at any point: pictures are overwritten, and a refusal already stored
 * is completed. Throws for faults that are not the file's.
 */
export async function readPictures(services: Services, pool: DerivePool, task: ReadingTask): Promise<void> {
  const { work, file, due } = task;
  if (file.refusal) return refuse(services, task, file.refusal);
  // The person is told that the file could not be read, and can send it again.
  if (work.attempts > MAX_ATTEMPTS) return giveUp(services, task, "file_broken");
  const began = performance.now();
  const key = originalKey(file);
  const bytes = await services.objects.size(key);
  if (bytes === null) throw new Error("the bytes of the file are not in the store");
  const source = { bytes, read: () => services.objects.read(key) };
  const result = await pool.derive(
    source,
    async ({ variant, page, data }) => {
      if (!due.includes(stageOf[variant])) return;
      await services.objects.put(pictureKey(file, `${variant}-${page}`), { size: data.length, source: [data] });
    },
    { timeoutMs: tryMs(work), firstPage: !due.includes("pages") },
  );
  if (!result.ok && result.refusal === "file_timeout" && !work.slow) return markSlow(work);
  if (!result.ok) return giveUp(services, task, result.refusal);
  await finishReading(services, task, readingsOf(result, due, services.now()));
  const ms = Math.round(performance.now() - began);
  services.log.info({ fileId: file.id, mediaType: result.mediaType, stages: due, ms }, "file read");
}

function readingsOf({ kind, derivatives }: DeriveResult & { ok: true }, due: readonly StageName[], at: Date): Readings {
  const of = (variant: Derivative["variant"]) =>
    derivatives.filter((picture) => picture.variant === variant).toSorted((a, b) => a.page - b.page);
  const [thumb] = of("thumb");
  const pages = of("display").map(({ width, height, flaw }) => ({ width, height, flaw }));
  const done = <Result>(name: StageName, result: Result) => ({
    version: stages[name].version,
    state: "done" as const,
    result,
    at,
  });
  return {
    ...(due.includes("pages") ? { pages: done("pages", { kind, pages }) } : {}),
    // A list without its small picture shows the page.
    ...(due.includes("preview")
      ? { preview: thumb ? done("preview", { page: thumb.page }) : failed("preview", null, at) }
      : {}),
  };
}

const failed = <Result>(name: StageName, result: Result, at: Date) => ({
  version: stages[name].version,
  state: "failed" as const,
  result,
  at,
});

/** A file without pages is refused; of one that has them, what was found before stays. */
async function giveUp(services: Services, task: ReadingTask, refusal: FileRefusal): Promise<void> {
  const { file, due } = task;
  if (file.status === "processing") return refuse(services, task, refusal);
  const at = services.now();
  const readings = due.map((name) => [name, failed(name, file.readings[name]?.result ?? null, at)] as const);
  await finishReading(services, task, Object.fromEntries(readings));
  services.log.warn({ fileId: file.id, refusal, stages: due }, "file not read anew, it stays as it was");
}

async function refuse(services: Services, { work, file }: ReadingTask, refusal: FileRefusal): Promise<void> {
  const noted = await inTransaction(
    services,
    async () => (await renewWork(work, services.now())) && (await noteRefusal(file.id, refusal)),
  );
  if (!noted) return;
  await eraseBytes(services, file);
  await inTransaction(services, async () => {
    if ((await endWork(work)) && (await markRefused(file.id, services.now())))
      await tellSettled(services, file, "refused");
  });
  services.log.info({ fileId: file.id, refusal }, "file refused");
}
