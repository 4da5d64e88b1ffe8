import { onlyDoubles } from "../bulk-refusals.ts";
import { duplicateKeyOf } from "../database.ts";
import { free, leaseEnd, type Pace } from "./pace.ts";
import { WorkModel } from "./work.model.ts";

interface Hold {
  kind: string;
  /** Who has it: the same may take it again, which renews it. */
  holder: string;
  pace: Pick<Pace, "leaseMs">;
}

const idOf = (kind: string, name: string) => `${kind}:${name}`;

/** One conditional write that makes the row where there is none; the unique `_id` refuses it to all but one holder. */
function holding(name: string, now: Date, { kind, holder, pace }: Hold) {
  return {
    filter: { _id: idOf(kind, name), $or: [{ lease: holder }, ...free(now, pace).$or] },
    update: {
      $set: { kind, lease: holder, leasedUntil: leaseEnd(now, pace) },
      $setOnInsert: { dueAt: now, attempts: 0 },
    },
    upsert: true,
  };
}

/** Takes or renews what has a name; false while another holder has it. */
export async function hold(name: string, now: Date, how: Hold): Promise<boolean> {
  const { filter, update, upsert } = holding(name, now, how);
  try {
    await WorkModel.updateOne(filter, update, { upsert });
    return true;
  } catch (error) {
    if (duplicateKeyOf(error)) return false;
    throw error;
  }
}

/** Takes or renews many at once; answers those it has. */
export async function holdAll(names: readonly string[], now: Date, how: Hold): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  await WorkModel.bulkWrite(
    names.map((name) => ({ updateOne: holding(name, now, how) })),
    { ordered: false },
  ).catch((error: unknown) => {
    if (!onlyDoubles(error)) throw error;
  });
  const ids = names.map((name) => idOf(how.kind, name));
  const had = await WorkModel.find({ _id: { $in: ids }, lease: how.holder }, { _id: 1 })
    .limit(ids.length)
    .lean();
  return new Set(had.map(({ _id }) => _id.slice(how.kind.length + 1)));
}

/** All that this holder has of a kind is its own for longer. */
export async function renewHeld({ kind, holder, pace }: Hold, now: Date): Promise<void> {
  await WorkModel.updateMany({ kind, lease: holder }, { $set: { leasedUntil: leaseEnd(now, pace) } });
}

/** Leaves it to whoever comes next, and nothing of it behind. */
export async function letGo(names: readonly string[], { kind, holder }: Omit<Hold, "pace">): Promise<void> {
  if (names.length === 0) return;
  await WorkModel.deleteMany({ _id: { $in: names.map((name) => idOf(kind, name)) }, lease: holder });
}
