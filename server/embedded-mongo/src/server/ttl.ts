import { doc } from "../bson/types.ts";
import { compileFilter } from "../query/match.ts";
import { select } from "../store/select.ts";
import type { Engine } from "./engine.ts";
import type { Store } from "./store.ts";

/** Few at a time, so that a large expiry does not hold up the writes of clients. */
const BATCH = 500;

/** Deletes documents whose TTL date has passed; gives how many. A field that holds no date never expires. */
export const expire = async (engine: Engine, store: Store, now = Date.now()): Promise<number> => {
  let total = 0;
  for (const { ns } of store.catalog.list()) {
    for (const { name } of store.catalog.find(ns)?.indexes.filter((index) => index.expireAfterSeconds !== undefined) ??
      []) {
      let removed: number;
      do {
        removed = 0;
        await engine.internal(() => {
          removed = expireSome(store, ns, name, now);
        });
        total += removed;
      } while (removed === BATCH);
    }
  }
  return total;
};

const expireSome = (store: Store, ns: string, indexName: string, now: number): number => {
  const collection = store.catalog.find(ns);
  const index = collection?.indexes.find((candidate) => candidate.name === indexName);
  if (collection === undefined || index?.expireAfterSeconds === undefined) return 0;
  const filter = doc({ [index.fields[0]!]: { $lt: new Date(now - index.expireAfterSeconds * 1000) } });
  // Beside the partial filter, not merged into it: that may have a condition on the same field.
  if (index.partial !== undefined) filter["$and"] = [index.partial];
  const rows = [...select(() => store.writer, collection, { filter, match: compileFilter(filter), limit: BATCH })];
  for (const row of rows) store.documents.delete(collection, row.row, row.document());
  return rows.length;
};
