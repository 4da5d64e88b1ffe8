import mongoose from "mongoose";
import type { DataCheck } from "./data-check.ts";

/** Rules that stand on an index (unique, or expiry) are only as true as the index: each must be there as it was declared. */
const indexes: DataCheck = {
  name: "database.indexes-as-declared",
  async run({ saw, broken }) {
    for (const model of Object.values(mongoose.models)) {
      const { toCreate } = await model.diffIndexes({ indexOptionsToCreate: true });
      saw(model.schema.indexes().length);
      for (const [key] of toCreate) broken(`${model.collection.name} ${JSON.stringify(key)}`, "missing or different");
    }
  },
};

/** Documents decode and every index holds exactly their entries; MongoDB and the embedded database look themselves. */
const store: DataCheck = {
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

export const storeChecks: readonly DataCheck[] = [indexes, store];
