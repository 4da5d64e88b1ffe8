import type { Services } from "../../../platform/context.ts";
import { findBehind, findUnsettled } from "../file.repo.ts";
import { addWork, ranks } from "./file-work.repo.ts";
import { openPools, poolsDue } from "./stages.ts";

const BATCH = 200;

/** Files that wait for something, and no work says so: a crash came between the two, or a backup held one without the other. */
export async function mendWork({ now, env }: Pick<Services, "now" | "env">): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const files = await findUnsettled(after, BATCH);
    await addWork(
      files.flatMap((file) =>
        (file.status === "removing" ? (["erase"] as const) : poolsDue(file.readings, openPools(env))).map((kind) => ({
          file,
          kind,
        })),
      ),
      now(),
    );
    after = files.at(-1)?.id ?? null;
    if (files.length < BATCH) return;
  }
}

/**
 * Has files that a stage read in an older version, or never, read anew at leisure: so many at a time, behind all that anybody
 * waits for. They are shown as they were meanwhile, and stay so if the new version cannot read them.
 */
export async function readAnew({ now, env, log }: Pick<Services, "now" | "env" | "log">): Promise<void> {
  const files = await findBehind(openPools(env), BATCH);
  const works = files.flatMap((file) =>
    poolsDue(file.readings, openPools(env)).map((kind) => ({ file, kind, rank: ranks.leisure })),
  );
  await addWork(works, now());
  if (works.length > 0) log.info({ files: files.length }, "files to be read anew");
}
