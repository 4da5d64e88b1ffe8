import mongoose from "mongoose";

type Source = Pick<mongoose.Model<unknown>, "collection" | "aggregate">;
type Filter = Record<string, unknown>;

/** What one collection is asked, and what is made of its rows. Made by a repo, which knows them. */
export interface Reading<T> {
  readonly source: Source;
  readonly stages: mongoose.PipelineStage.Lookup["$lookup"]["pipeline"] & object;
  of(rows: unknown[]): T;
}

/** A filter to be sent with others. Its values are of the types that are stored: a pipeline casts nothing. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the rows are is for the caller to say
export const reading = <Row, T>(source: Source, filter: Filter, of: (rows: Row[]) => T): Reading<T> => ({
  source,
  stages: [{ $match: filter }],
  of: (rows) => of(rows as Row[]),
});

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

/** As `reading`, with what the rows name by id: `joins` says in which field. What is named and not there is undefined. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the rows are is for the caller to say
export function readingWith<Row, const J extends Joins, T>(
  source: Source,
  filter: Filter,
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
    stages: [{ $match: filter }, ...lookups],
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

/**
 * All of them in one command, at one moment. Within a transaction each command is a way to the database during which others
 * wait; and what is read together cannot have changed in between.
 */
export async function readTogether<const R extends readonly Reading<unknown>[]>(readings: R): Promise<Read<R>> {
  const lookups = readings.map(({ source, stages }, index) => ({
    $lookup: { from: source.collection.name, pipeline: stages, as: `r${index}` },
  }));
  const read = () => AnchorModel.aggregate<Record<string, unknown[]>>([{ $match: anchor }, ...lookups]);
  let [row] = await read();
  if (!row) {
    await AnchorModel.updateOne(anchor, { $set: anchor }, { upsert: true });
    [row] = await read();
  }
  const found = row ?? {};
  return readings.map(({ of }, index) => of(found[`r${index}`] ?? [])) as Read<R>;
}

export async function readAlone<T>({ source, stages, of }: Reading<T>): Promise<T> {
  return of(await source.aggregate(stages));
}
