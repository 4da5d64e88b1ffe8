import { WorkModel, type WorkDoc } from "./work.model.ts";
import { GIVEN_BACK, stillHeld } from "./work-fields.ts";

/** Timed work stands in the collection of named work, a row each. */
export const TIMED = { kind: "job" } as const;

const PREFIX = `${TIMED.kind}:`;
export const timedName = ({ _id }: Pick<WorkDoc, "_id">): string => _id.slice(PREFIX.length);
const idOf = (name: string) => `${PREFIX}${name}`;
/** More kinds of timed work than a release will have. */
const MOST = 200;

/**
 * Makes the rows that are missing. One that stands there keeps its time where that comes earlier: a run that was missed while the
 * server was off is made up for. Rows of work that no longer exists go.
 */
export async function keepTimed(due: ReadonlyMap<string, Date>): Promise<void> {
  await WorkModel.bulkWrite(
    [...due].map(([name, dueAt]) => ({
      updateOne: {
        filter: { _id: idOf(name) },
        update: { $min: { dueAt }, $setOnInsert: { ...TIMED, attempts: 0, ...GIVEN_BACK, lastAt: null } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
  await WorkModel.deleteMany({ ...TIMED, _id: { $nin: [...due.keys()].map(idOf) } });
}

export const listTimed = () => WorkModel.find(TIMED).limit(MOST).lean();

/** Its time is earlier than the row says, unless somebody has changed that since. */
export async function bringForward({ _id, dueAt: seen }: Pick<WorkDoc, "_id" | "dueAt">, dueAt: Date): Promise<void> {
  await WorkModel.updateOne({ _id, dueAt: seen }, { $set: { dueAt } });
}

/** Ends a run, unless the lease was lost to another process. */
export async function noteRun(
  row: Pick<WorkDoc, "_id" | "lease">,
  run: { dueAt: Date; attempts: number; lastAt: Date; lastOk: boolean },
): Promise<void> {
  await WorkModel.updateOne(stillHeld(row), { $set: { ...run, ...GIVEN_BACK } });
}

/** The last run of each in whatever process, for operators. */
export async function timedRuns(): Promise<{ name: string; at: Date; ok: boolean }[]> {
  const rows = await listTimed();
  return rows.flatMap((row) => (row.lastAt ? [{ name: timedName(row), at: row.lastAt, ok: row.lastOk ?? true }] : []));
}
