import mongoose from "mongoose";

type Source = Pick<mongoose.Model<unknown>, "collection" | "aggregate">;
type Filter = Record<string, unknown>;

type Stages = mongoose.PipelineStage.Lookup["$lookup"]["pipeline"] & object;

/** What one collection is asked, and what is made of its rows. Made by a repo, which knows them. */
export interface Reading<T> {
  readonly source: Source;
  readonly stages: Stages;
  of(rows: unknown[]): T;
  /** What another of this kind asks for may be read with it. */
  readonly among: Among;
}
interface Among {
  readonly kind: string;
  readonly keys: readonly string[];
  stagesFor(keys: readonly string[]): Stages;
  keysOf(row: unknown): readonly string[];
}

/** How rows are found by keys. Those of one kind differ in nothing but the keys. */
export interface Keyed<Row> {
  kind: string;
  keys: readonly string[];
  /** Its values are of the types that are stored: a pipeline casts nothing. */
  filterFor(keys: readonly string[]): Filter;
  /** By which of the keys a row is found: it may say more of them. */
  keysOf(row: Row): readonly string[];
  /**
   * Fields that nobody who reads this needs. A transaction of the embedded database that has to wait is done anew when what it has
   * read was changed meanwhile, whatever of it.
   */
  without?: readonly string[];
}

/** Rows to be read with others: readings of one kind that are sent together are one look-up for all their keys. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the rows are is for the caller to say
export const readingBy = <Row, T>(source: Source, keyed: Keyed<Row>, of: (rows: Row[]) => T): Reading<T> => ({
  source,
  ...found(keyed, []),
  of: (rows) => of(rows as Row[]),
});

function found<Row>(
  { kind, keys, filterFor, keysOf, without = [] }: Keyed<Row>,
  lookups: Stages,
): Pick<Reading<unknown>, "stages" | "among"> {
  const project = { $project: Object.fromEntries(without.map((field) => [field, 0 as const])) };
  const stagesFor = (all: readonly string[]): Stages => [
    { $match: filterFor(all) },
    ...(without.length > 0 ? [project] : []),
    ...lookups,
  ];
  return { stages: stagesFor(keys), among: { kind, keys, stagesFor, keysOf: (row) => keysOf(row as Row) } };
}

/** Rows by their own ids. */
export const byId = (kind: string, ids: readonly string[]): Keyed<{ _id: unknown }> => ({
  kind,
  keys: ids,
  filterFor: (all) => ({ _id: all.length === 1 ? oid(all[0]) : { $in: all.map(oid) } }),
  keysOf: ({ _id }) => [String(_id)],
});
const oid = (id: string | undefined) => new mongoose.Types.ObjectId(id);

/** What is made of a row of another slice that is named by its id. */
export interface Joining<T> {
  readonly collection: string;
  readonly fields: readonly string[];
  of(row: unknown): T;
}
/** `fields`: all that is read of the row, when it is not everything. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the rows are is for the caller to say
export const joining = <Row, T>(source: Source, of: (row: Row) => T, fields: readonly string[] = []): Joining<T> => ({
  collection: source.collection.name,
  fields,
  of: (row) => of(row as Row),
});

type Joins = Record<string, readonly [field: string, joining: Joining<unknown>]>;
type Joined<J extends Joins> = { [K in keyof J]: ReturnType<J[K][1]["of"]> | undefined };

/** As `readingBy`, with what the rows name by id: `joins` says in which field. What is named and not there is undefined. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the rows are is for the caller to say
export function readingWith<Row extends { _id: unknown }, const J extends Joins, T>(
  source: Source,
  keyed: Keyed<Row>,
  joins: J,
  of: (rows: [row: Row, joined: Joined<J>][]) => T,
): Reading<T> {
  const lookups = Object.entries(joins).map(([name, [localField, { collection, fields }]]) => ({
    $lookup: {
      from: collection,
      localField,
      foreignField: "_id",
      as: `joined_${name}`,
      ...(fields.length > 0 && {
        pipeline: [{ $project: Object.fromEntries(fields.map((field) => [field, 1 as const])) }],
      }),
    },
  }));
  const joinedOf = (row: Record<string, unknown[]>) =>
    Object.fromEntries(
      Object.entries(joins).map(([name, [, join]]) => {
        const found = row[`joined_${name}`]?.[0];
        return [name, found === undefined ? undefined : join.of(found)];
      }),
    ) as Joined<J>;
  return {
    source,
    ...found(keyed, lookups),
    of: (rows) => of(rows.map((row) => [row as Row, joinedOf(row as Record<string, unknown[]>)])),
  };
}

/** What is made of them, in their order. */
export type Read<R extends readonly Reading<unknown>[]> = { [K in keyof R]: R[K] extends Reading<infer T> ? T : never };

/** A row that is always there, for every other to be looked up from. */
const anchor = { _id: "anchor" };
const anchorSchema = new mongoose.Schema<{ _id: string }>(
  { _id: String },
  { collection: "anchors", versionKey: false },
);
const AnchorModel = mongoose.model("Anchor", anchorSchema);

/** One look-up, and how its rows are given to those who have asked for them. */
interface LookUp {
  source: Source;
  stages: Stages;
  rowsFor(rows: unknown[]): (reading: Reading<unknown>) => unknown[];
}

function lookUpFor(alike: readonly [Reading<unknown>, ...Reading<unknown>[]]): LookUp {
  const [{ source, stages, among }, ...others] = alike;
  if (others.length === 0) return { source, stages, rowsFor: (rows) => () => rows };
  const all = new Set(alike.flatMap((one) => one.among.keys));
  return {
    source,
    stages: among.stagesFor([...all]),
    rowsFor(rows) {
      const byKey = new Map<string, unknown[]>();
      for (const row of rows)
        for (const key of among.keysOf(row)) if (all.has(key)) byKey.set(key, [...(byKey.get(key) ?? []), row]);
      return (one) => [...new Set(one.among.keys.flatMap((key) => byKey.get(key) ?? []))];
    },
  };
}

/**
 * All of them in one command, at one moment. Within a transaction each command is a way to the database during which others
 * wait; and what is read together cannot have changed in between. However many ask for rows of one kind by their keys, it is one
 * look-up: each costs the database as much as a query of its own.
 */
export async function readTogether<const R extends readonly Reading<unknown>[]>(readings: R): Promise<Read<R>> {
  const alike = Map.groupBy(readings, (one) => one.among.kind);
  const lookUps = [...alike.values()].map((some) => ({ some, ...lookUpFor(some as [R[number], ...R[number][]]) }));
  const lookups = lookUps.map(({ source, stages }, index) => ({
    $lookup: { from: source.collection.name, pipeline: stages, as: `r${index}` },
  }));
  const read = () => AnchorModel.aggregate<Record<string, unknown[]>>([{ $match: anchor }, ...lookups]);
  let [row] = await read();
  if (!row) {
    await AnchorModel.updateOne(anchor, { $set: anchor }, { upsert: true });
    [row] = await read();
  }
  const results = new Map<Reading<unknown>, unknown>();
  for (const [index, { some, rowsFor }] of lookUps.entries()) {
    const rowsOf = rowsFor(row?.[`r${index}`] ?? []);
    for (const one of some) results.set(one, one.of(rowsOf(one)));
  }
  return readings.map((one) => results.get(one)) as unknown as Read<R>;
}

export async function readAlone<T>({ source, stages, of }: Reading<T>): Promise<T> {
  return of(await source.aggregate(stages));
}
