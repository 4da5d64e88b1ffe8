import { availableParallelism } from "node:os";
import type { PageFlaw } from "@fuzhen/shared/files/file.schema.ts";
import type { Env } from "../../../env.ts";
import type { FileKind } from "../reading/derive-result.ts";
import type { Verdict } from "../scan/scanner.ts";

/** What each stage of reading a file finds out. */
export interface StageResults {
  /** Nothing is known against it, or it was found in the file, which is then set aside. */
  scan: Verdict & { scanner: string };
  /** Which page the picture for lists shows. */
  preview: { page: number };
  /** `flaw` is absent in files read long ago. */
  pages: { kind: FileKind; pages: { width: number; height: number; flaw?: PageFlaw | null }[] };
}
export type StageName = keyof StageResults;

/** One row of a file: how a stage stands with it. */
export interface Reading<Name extends StageName = StageName> {
  /** Of the stage, when it read the file. */
  version: number;
  /**
   * `failed`: this version could not; what an earlier one found stays. `waiting` and `skipped` are of version 0: not yet, and
   * not, since there was nothing to do it with.
   */
  state: "done" | "failed" | "waiting" | "skipped";
  result: StageResults[Name] | null;
  at: Date;
}
/** A stage without a row has not read the file yet. */
export type Readings = { [Name in StageName]?: Reading<Name> | undefined };

interface Stage {
  /** Raise it when the stage learns to read better: every file is then read anew at leisure (`read-anew.ts`). */
  version: number;
  pool: PoolName;
  /** Stages whose results it starts from. */
  needs: readonly StageName[];
}

/** Stages of one pool open the file once together; pools work side by side and know nothing of each other. */
export const stages: Record<StageName, Stage> = {
  scan: { version: 1, pool: "scan", needs: [] },
  preview: { version: 1, pool: "pictures", needs: [] },
  pages: { version: 1, pool: "pictures", needs: [] },
};
export const stageNames = Object.keys(stages) as StageName[];

interface Pool {
  /** Files read at once by one server. */
  readers: number;
  /** How long one file may take; what does not end in the first try waits for the one reader that gives it the last. */
  tryMs: { short: number; long: number };
  /** What the process that opens it may hold; null: a program of its own opens it. */
  maxResidentBytes: number | null;
}
export type PoolName = "scan" | "pictures";
export const pools: Record<PoolName, Pool> = {
  // Scanners unpack what is packed.
  scan: { readers: 2, tryMs: { short: 60_000, long: 60_000 }, maxResidentBytes: null },
  pictures: {
    // At least two, so that one slow file does not hold up the others for its whole minute.
    readers: Math.min(4, Math.max(2, availableParallelism() - 1)),
    // Nearly every paper is read in ten seconds.
    tryMs: { short: 10_000, long: 60_000 },
    maxResidentBytes: 1536 * 1024 * 1024,
  },
};
export const poolNames = Object.keys(pools) as PoolName[];

type Table = Readonly<Record<string, { version: number; pool: string; needs: readonly string[] }>>;
type Rows = Readonly<Record<string, Pick<Reading, "version"> & { result: unknown }>>;

/** What a pool has to read of a file now: stages that have not read it in their present version, and have what they need. */
export const dueOf = (table: Table, readings: Rows, pool: string): string[] =>
  Object.entries(table)
    .filter(([name, stage]) => stage.pool === pool && (readings[name]?.version ?? 0) < stage.version)
    .filter(([, { needs }]) => needs.every((need) => (readings[need]?.result ?? null) !== null))
    .map(([name]) => name);

export function stagesDue(readings: Readings, pool: PoolName): StageName[] {
  const due = new Set(dueOf(stages, readings, pool));
  return stageNames.filter((name) => due.has(name));
}

/** Pools that this installation has: without a scanner nothing is scanned. */
export const openPools = ({ CLAMAV_URL }: Pick<Env, "CLAMAV_URL">): PoolName[] =>
  poolNames.filter((pool) => pool !== "scan" || CLAMAV_URL !== undefined);

/** Pools that have something to read of a file. */
export const poolsDue = (readings: Readings, open: readonly PoolName[]): PoolName[] =>
  open.filter((pool) => stagesDue(readings, pool).length > 0);

/** What is known of a file that has just come: whether it will be scanned. */
export const firstReadings = (open: readonly PoolName[], at: Date): Readings => ({
  scan: { version: 0, state: open.includes("scan") ? "waiting" : "skipped", result: null, at },
});
