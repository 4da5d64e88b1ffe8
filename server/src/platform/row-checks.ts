import mongoose from "mongoose";
import type { Services } from "./context.ts";
import type { DataCheck } from "./data-check.ts";

const BATCH = 500;

/** Judges one row: null when it is sound, else what is wrong. */
type Verdict<Row> = (row: Row, services: Services) => string | null | Promise<string | null>;
type Stored<Row> = Row & { _id: mongoose.Types.ObjectId };
type Source = Pick<mongoose.Model<unknown>, "collection">;
type Filter = Record<string, unknown>;

/** Rows of a collection in the order of their ids, in batches, as stored (without the model's defaults). */
export async function* rowsOf<Row>(model: Source, filter: Filter = {}): AsyncGenerator<Stored<Row>> {
  const rows = model.collection.find(filter, { batchSize: BATCH, sort: { _id: 1 } });
  for await (const row of rows) yield row as Stored<Row>;
}

/** Checks a rule that needs nothing but the row. */
export const eachRow = <Row>(name: string, model: Source, verdict: Verdict<Stored<Row>>): DataCheck => ({
  name,
  async run({ services, saw, broken }) {
    for await (const row of rowsOf<Row>(model)) {
      saw();
      const why = await verdict(row, services);
      if (why !== null) broken(String(row._id), why);
    }
  },
});

/**
 * Checks that every sealed field of a row decrypts: none was overwritten, moved here from another row, or sealed with a
 * key that is gone.
 */
export const opens = <Row>(
  name: string,
  model: Source,
  open: (row: Stored<Row>, keys: Services["keys"]) => unknown,
): DataCheck =>
  eachRow<Row>(name, model, (row, { keys }) => {
    try {
      open(row, keys);
      return null;
    } catch {
      return "does not open";
    }
  });

/** Another module's collection as a source of rows, looked up when it is read: there is a connection then. */
export const collectionNamed = (name: string): Source => ({
  get collection() {
    return mongoose.connection.collection(name);
  },
});

/** One row of another module's collection. */
export const oneRow = async <Row>(collection: string, filter: Filter): Promise<Stored<Row> | null> =>
  (await mongoose.connection.collection(collection).findOne(filter)) as Stored<Row> | null;

/** How many rows another module's collection has for a filter. */
export const countRows = (collection: string, filter: Filter): Promise<number> =>
  mongoose.connection.collection(collection).countDocuments(filter);

interface Reference {
  /** Rows that refer; all when unset. */
  from?: Filter;
  /** What the row referred to must also be. */
  where?: Filter;
  /** Field of the other collection that holds the id, `_id` when unset; dots lead into a field. */
  field?: string;
}
/** A field of a row, or one inside such a field. */
type Path<Row> = (keyof Stored<Row> & string) | `${keyof Stored<Row> & string}.${string}`;

const at = (row: object, path: string): unknown => {
  let value: unknown = row;
  for (const name of path.split("."))
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return value;
};

const idsAt = (value: unknown): unknown[] => [value].flat().filter((id) => id !== null && id !== undefined);
const keyOf = (id: unknown): string => (id instanceof mongoose.Types.ObjectId ? id.toHexString() : JSON.stringify(id));

/** Checks that the id, or each id of a list, at `path` of every row exists in `collection`. Null refers to nothing. */
export const refersTo = <Row>(
  name: string,
  model: Source,
  path: Path<Row>,
  collection: string,
  { from, where = {}, field = "_id" }: Reference = {},
): DataCheck => ({
  name,
  async run({ saw, broken }) {
    const settle = async (rows: Stored<Row>[]) => {
      const wanted = new Map(rows.flatMap((row) => idsAt(at(row, path))).map((id) => [keyOf(id), id]));
      const found = await mongoose.connection
        .collection(collection)
        .find({ ...where, [field]: { $in: [...wanted.values()] } }, { projection: { [field]: 1 } })
        .toArray();
      const known = new Set(found.map((row) => keyOf(at(row, field))));
      for (const row of rows)
        for (const id of idsAt(at(row, path)))
          if (!known.has(keyOf(id))) broken(String(row._id), `${path} names no row of ${collection}`);
      saw(rows.length);
    };
    let batch: Stored<Row>[] = [];
    for await (const row of rowsOf<Row>(model, from)) {
      batch.push(row);
      if (batch.length < BATCH) continue;
      await settle(batch);
      batch = [];
    }
    await settle(batch);
  },
});
