import mongoose from "mongoose";
import type { DataCheck, Look } from "./data-check.ts";
import { OutboxModel } from "./outbox.model.ts";
import { rowsOf } from "./row-checks.ts";

type Declared = ReturnType<mongoose.Schema["indexes"]>[number];

/** Declared indexes that are missing or differ. */
async function missingIndexes(model: mongoose.Model<unknown>): Promise<Declared[]> {
  const { toCreate } = await model.diffIndexes({ indexOptionsToCreate: true });
  return toCreate as Declared[];
}
const nameOf = (model: mongoose.Model<unknown>, key: object) => `${model.collection.name} ${JSON.stringify(key)}`;

/** Rules enforced by an index (uniqueness, expiry) hold only if the index exists. */
const indexes: DataCheck = {
  name: "database.indexes-as-declared",
  async run({ saw, broken }) {
    for (const model of Object.values(mongoose.models)) {
      saw(model.schema.indexes().length);
      for (const [key] of await missingIndexes(model)) broken(nameOf(model, key), "missing or different");
    }
  },
};

/**
 * An existing unique index guarantees its rows (`store-sound` checks the index itself); only where it is missing are
 * rows counted.
 */
const unique: DataCheck = {
  name: "database.unique-where-declared",
  async run(look) {
    for (const model of Object.values(mongoose.models))
      for (const [key, options] of await missingIndexes(model))
        if (options.unique) await countDoubles(look, model, key, options);
  },
};

async function countDoubles(
  { saw, broken }: Look,
  model: mongoose.Model<unknown>,
  key: Declared[0],
  options: Declared[1],
) {
  const parts = Object.fromEntries(Object.keys(key).map((path) => [path.replaceAll(".", "_"), `$${path}`]));
  const doubles = await model.collection
    .aggregate<{ ids: unknown[] }>(
      [
        { $match: options.partialFilterExpression ?? {} },
        // Of an array each element counts.
        ...Object.keys(key).map((path) => ({ $unwind: { path: `$${path}`, preserveNullAndEmptyArrays: true } })),
        { $group: { _id: parts, ids: { $push: "$_id" } } },
        { $match: { "ids.1": { $exists: true } } },
      ],
      { allowDiskUse: true },
    )
    .toArray();
  saw(await model.countDocuments());
  // Rows with several elements in common are named once.
  for (const ids of new Set(doubles.map((double) => double.ids.map(String).join(" "))))
    broken(ids, `${nameOf(model, key)} is there ${ids.split(" ").length} times`);
}

/**
 * Documents decode, and every index holds exactly their entries; MongoDB and the embedded database check themselves.
 */
const sound: DataCheck = {
  name: "database.store-sound",
  async run({ saw, broken }) {
    const { db } = mongoose.connection;
    if (!db) throw new Error("the database is not open");
    for (const { name } of await db.listCollections({ type: "collection" }).toArray()) {
      const verdict = await db.command({ validate: name });
      saw(Number(verdict.nrecords ?? 0));
      if (verdict.valid !== true)
        for (const error of Array.isArray(verdict.errors) ? verdict.errors : ["not valid"]) broken(name, String(error));
    }
  },
};

interface OutboxRow {
  type: string;
  at: Date;
  attempts: number;
  leasedUntil?: Date | null;
}
/** Longer than the longest retry delay (one minute) and the longest restart. */
const STUCK_MS = 10 * 60_000;

const outbox: DataCheck = {
  name: "outbox.nothing-stuck",
  async run({ services, saw, broken }) {
    for await (const row of rowsOf<OutboxRow>(OutboxModel, { pending: true })) {
      saw();
      // A fact may wait behind others, or have been in the hands of a killed server: it is stuck when it was tried and
      // nobody has touched it since.
      const untouched = services.now().getTime() - Math.max(row.at.getTime(), row.leasedUntil?.getTime() ?? 0);
      if (untouched > STUCK_MS && row.attempts > 0)
        broken(String(row._id), `${row.type} undelivered after ${row.attempts} attempts`);
    }
  },
};

export const storeChecks: readonly DataCheck[] = [indexes, unique, sound, outbox];
