import { claimMinutes, type TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { duplicateKeyOf, sessionHere, Types, writeLast } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { readingBy, type Keyed, type Reading } from "../../platform/read-together.ts";
import { ClaimModel, type claimKinds, type ClaimRow } from "./claim.model.ts";

export interface ClaimRecord extends TimeSpan {
  holder: string;
  kind: (typeof claimKinds)[number];
  specialistId: string;
  place: number;
  capacity: number;
  person: string;
  personPlace: number;
  expiresAt: Date;
}

const oid = (id: string) => new Types.ObjectId(id);

const toRecord = (row: ClaimRow): ClaimRecord => ({
  holder: String(row.holder),
  kind: row.kind,
  specialistId: String(row.specialistId),
  place: row.place,
  capacity: row.capacity,
  person: row.person,
  personPlace: row.personPlace,
  from: row.from,
  to: row.to,
  expiresAt: row.expiresAt,
});

/** Cells of whoever they are of, by keys that name both: no id, and no keyed hash, has a space in it. */
const cellKeys = (of: string, cells: readonly number[]) => cells.map((cell) => `${of} ${cell}`);

/** One branch for each of whom there are keys, with all cells that are named of them. */
function inCells(keys: readonly string[], whose: (of: string) => Record<string, unknown>): { $or: object[] } {
  const cellsOf = new Map<string, number[]>();
  for (const key of keys) {
    const [of = "", cell] = key.split(" ");
    const cells = cellsOf.get(of) ?? [];
    cells.push(Number(cell));
    cellsOf.set(of, cells);
  }
  return { $or: [...cellsOf].map(([of, cells]) => ({ ...whose(of), cells: { $in: cells } })) };
}
const ofSpecialist = (id: string) => ({ specialistId: oid(id) });

/** Rows that share a minute with these cells, of the specialist or of the person; also those that have expired. */
export const meetingReading = (
  of: { specialistId: string } | { person: string },
  cells: readonly number[],
): Reading<ClaimRecord[]> => {
  const keyed: Keyed<ClaimRow> =
    "person" in of
      ? {
          kind: "meeting-persons",
          keys: cellKeys(of.person, cells),
          filterFor: (keys) => inCells(keys, (person) => ({ person })),
          keysOf: (row) => cellKeys(row.person, row.cells),
        }
      : {
          kind: "meeting-specialists",
          keys: cellKeys(of.specialistId, cells),
          filterFor: (keys) => inCells(keys, ofSpecialist),
          keysOf: (row) => cellKeys(String(row.specialistId), row.cells),
        };
  return readingBy(ClaimModel, keyed, (rows) => rows.map(toRecord));
};

/** Writes the holder's one claim, over the one it has. Runs into a unique index when the time was taken (`takenIn`). */
export async function writeClaim({ holder, ...claim }: ClaimRecord & { cells: number[] }): Promise<void> {
  await ClaimModel.updateOne({ holder }, { $set: claim }, { upsert: true });
}

/** The same for holders that have none yet, with the last of the transaction. */
export async function insertClaims(claims: readonly (ClaimRecord & { cells: number[] })[]): Promise<void> {
  const rows = claims.map((claim) => ({ ...claim, holder: oid(claim.holder), specialistId: oid(claim.specialistId) }));
  for (const document of rows) await writeLast(ClaimModel.collection, { insertOne: { document } });
}

/** Whose time a write ran into; null for any other error. */
export function takenIn(error: unknown): "specialist" | "person" | null {
  if (duplicateKeyOf(error) === null || !(error instanceof Error)) return null;
  // Errors of many rows have no more than the name of the index.
  const whose = /\bindex: (specialist|person)_once\b/.exec(error.message)?.[1];
  return whose === "specialist" || whose === "person" ? whose : null;
}

/** Of one minute; no session takes so many. */
const MOST_AT_ONCE = 100;

type Holder = Pick<ClaimRow, "holder" | "person" | "place" | "expiresAt">;

/** In a rush hundreds ask for one after the other. */
const readHolders = createReadBatcher(async (keys) => {
  const rows = await ClaimModel.collection
    .find<Holder & Pick<ClaimRow, "specialistId" | "cells">>(inCells(keys, ofSpecialist), {
      projection: { _id: 0, specialistId: 1, cells: 1, holder: 1, person: 1, place: 1, expiresAt: 1 },
      ...sessionHere(),
    })
    .limit(MOST_AT_ONCE * keys.length)
    .toArray();
  return Map.groupBy(
    rows.flatMap((row) => cellKeys(String(row.specialistId), row.cells).map((key) => ({ key, row }))),
    ({ key }) => key,
  );
});

/** Who holds the time of a specialist that meets these cells now. */
export async function holdersOf(
  specialistId: string,
  cells: readonly number[],
  now: Date,
): Promise<Pick<ClaimRecord, "holder" | "person" | "place">[]> {
  const found = await Promise.all(cellKeys(oid(specialistId).toHexString(), cells).map(readHolders));
  const rows = found.flatMap((one) => one ?? []).filter(({ row }) => row.expiresAt > now);
  // Who holds two of the cells is one all the same.
  return [...new Map(rows.map(({ row }) => [String(row.holder), row])).values()].map(({ holder, person, place }) => ({
    holder: String(holder),
    person,
    place,
  }));
}

export const deleteClaimOf = async (holder: string): Promise<void> => void (await ClaimModel.deleteOne({ holder }));

export async function deleteExpired(now: Date, holders?: readonly string[]): Promise<void> {
  await ClaimModel.deleteMany({ ...(holders ? { holder: { $in: holders } } : {}), expiresAt: { $lte: now } });
}

/** What specialists have no time for in a span, in one indexed range query however many they are. */
export async function claimsBetween(
  specialistIds: readonly string[],
  { from, to }: TimeSpan,
  now: Date,
): Promise<(TimeSpan & { specialistId: string; place: number })[]> {
  const earliest = new Date(from.getTime() - claimMinutes.most * MINUTE_MS);
  const rows = await ClaimModel.find(
    {
      specialistId: { $in: specialistIds },
      from: { $gt: earliest, $lt: to },
      to: { $gt: from },
      expiresAt: { $gt: now },
    },
    { _id: 0, specialistId: 1, place: 1, from: 1, to: 1 },
  ).lean<Pick<ClaimRow, "specialistId" | "place" | "from" | "to">[]>();
  return rows.map((row) => ({ ...row, specialistId: String(row.specialistId) }));
}
