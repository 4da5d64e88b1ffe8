import { cellsOf, placeBeside, type TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { readTogether } from "../../platform/read-together.ts";
import {
  deleteClaimOf,
  deleteExpired,
  holdersOf,
  insertClaims,
  meetingReading,
  takenIn,
  writeClaim,
  type ClaimRecord,
} from "./claim.repo.ts";

/** Whose time is wanted, and for whom. */
export interface Wanted extends TimeSpan {
  /** The appointment; what it held before is given back by the same write. */
  holder: string;
  specialistId: string;
  person: string;
}

/** Claims that share a minute with what is wanted. */
export interface Met {
  ofPerson: readonly ClaimRecord[];
  ofSpecialist: readonly ClaimRecord[];
}

/** Somebody else holds this time of the specialist, or the person sits elsewhere then: `holder`, where it is known. */
export class TimeTaken extends Error {
  readonly of: "specialist" | "person";
  readonly holder: string | null;

  constructor(of: TimeTaken["of"], holder: string | null) {
    super(`time of the ${of} is taken`);
    this.name = "TimeTaken";
    this.of = of;
    this.holder = holder;
  }
}

/** What is met, to be read together with other things. */
export const meetingReadings = ({ specialistId, person, from, to }: Omit<Wanted, "holder">) => {
  const cells = cellsOf({ from, to });
  return [meetingReading({ person }, cells), meetingReading({ specialistId }, cells)] as const;
};

/** The places beside what is met that holds something now; throws TimeTaken when there is none. */
export function placesBeside(
  { ofPerson, ofSpecialist }: Met,
  { holder, capacity }: { holder: string; capacity: number },
  now: Date,
): Pick<ClaimRecord, "place" | "personPlace"> {
  const others = (claims: readonly ClaimRecord[]) =>
    claims.filter((claim) => claim.holder !== holder && claim.expiresAt > now);
  const [persons, specialists] = [others(ofPerson), others(ofSpecialist)];
  const personPlace = placeBeside(
    persons.map((claim) => claim.personPlace),
    1,
  );
  if (personPlace === null) throw new TimeTaken("person", persons[0]?.holder ?? null);
  const place = placeBeside(
    specialists.map((claim) => claim.place),
    capacity,
  );
  if (place === null) throw new TimeTaken("specialist", specialists[0]?.holder ?? null);
  return { place, personPlace };
}

type Claim = Wanted & { capacity: number } & ({ kind: "booking" } | { kind: "hold"; expiresAt: Date });

/**
 * Takes a time by one conditional write, for whoever uses one: a booking, a move, a hold (with its end). Throws TimeTaken; of any
 * number at once as many get it as the session takes. `capacity` is read in the same transaction as this, behind the turn
 * of the specialist.
 */
export async function claimTime(ctx: Pick<Ctx, "now">, wanted: Claim): Promise<void> {
  const met = await readMet(wanted);
  await makeRoom([{ wanted, met }], ctx.now());
  await orTaken(() => writeClaim(claimOf(wanted, met, ctx.now())));
}

/**
 * The same for several holders who have no time yet. Each has been given places beside what it meets, and none meets another. When
 * one of them is taken after all, the transaction ends so, and none is claimed (`isTimeTaken`).
 */
export async function claimTimes(ctx: Pick<Ctx, "now">, all: readonly { wanted: Claim; met: Met }[]): Promise<void> {
  await makeRoom(all, ctx.now());
  await insertClaims(all.map(({ wanted, met }) => claimOf(wanted, met, ctx.now())));
}

/** Whether a time was taken, by what was read or by what the database says at the end of a transaction. */
export const isTimeTaken = (error: unknown): boolean => error instanceof TimeTaken || takenIn(error) !== null;

/** Holds that have run out make room. */
async function makeRoom(all: readonly { wanted: Claim; met: Met }[], now: Date): Promise<void> {
  const over = all.flatMap(({ wanted, met }) =>
    [...met.ofPerson, ...met.ofSpecialist].filter((claim) => claim.holder !== wanted.holder && claim.expiresAt <= now),
  );
  if (over.length > 0)
    await deleteExpired(
      now,
      over.map((claim) => claim.holder),
    );
}

function claimOf(wanted: Claim, met: Met, now: Date): ClaimRecord & { cells: number[] } {
  const { holder, kind, specialistId, person, capacity, from, to } = wanted;
  const places = placesBeside(met, wanted, now);
  // Time over for a day is met by nobody any more.
  const expiresAt = wanted.kind === "hold" ? wanted.expiresAt : new Date(to.getTime() + DAY_MS);
  return { holder, kind, specialistId, person, capacity, from, to, cells: cellsOf(wanted), expiresAt, ...places };
}

async function orTaken(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const of = takenIn(error);
    throw of ? new TimeTaken(of, null) : error;
  }
}

async function readMet(wanted: Wanted): Promise<Met> {
  const [ofPerson, ofSpecialist] = await readTogether(meetingReadings(wanted));
  return { ofPerson, ofSpecialist };
}

/** Who holds a time of a specialist now, all of it or a part. */
export const whoHolds = (
  ctx: Pick<Ctx, "now">,
  { specialistId, ...span }: TimeSpan & { specialistId: string },
): Promise<Pick<ClaimRecord, "holder" | "person" | "place">[]> => holdersOf(specialistId, cellsOf(span), ctx.now());

/** Gives back what the holder has; harmless when there is nothing. */
export const releaseTime = (holder: string): Promise<void> => deleteClaimOf(holder);
