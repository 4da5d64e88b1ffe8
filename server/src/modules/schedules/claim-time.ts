import { cellsOf, placeBeside, type TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { readTogether } from "../../platform/read-together.ts";
import { deleteClaimOf, deleteExpired, meetingReading, takenIn, writeClaim, type ClaimRecord } from "./claim.repo.ts";

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

/**
 * Takes a time by one conditional write, for whoever uses one: a booking, a move, a hold (with its end). Throws TimeTaken; of any
 * number at once as many get it as the session takes. `capacity` is read in the same transaction as this, behind the turn
 * of the specialist; so is `met`, when the caller has read it with other things.
 */
export async function claimTime(
  ctx: Pick<Ctx, "now">,
  wanted: Wanted & { capacity: number } & ({ kind: "booking" } | { kind: "hold"; expiresAt: Date }),
  met?: Met,
): Promise<void> {
  const { holder, kind, specialistId, person, capacity, from, to } = wanted;
  const now = ctx.now();
  const { ofPerson, ofSpecialist } = met ?? (await readMet(wanted));
  const places = placesBeside({ ofPerson, ofSpecialist }, wanted, now);
  // Holds that have run out make room.
  const over = [...ofPerson, ...ofSpecialist].filter((claim) => claim.holder !== holder && claim.expiresAt <= now);
  if (over.length > 0)
    await deleteExpired(
      now,
      over.map((claim) => claim.holder),
    );
  // Time over for a day is met by nobody any more.
  const expiresAt = wanted.kind === "hold" ? wanted.expiresAt : new Date(to.getTime() + DAY_MS);
  const cells = cellsOf(wanted);
  try {
    await writeClaim({ holder, kind, specialistId, person, capacity, from, to, cells, expiresAt, ...places });
  } catch (error) {
    const of = takenIn(error);
    throw of ? new TimeTaken(of, null) : error;
  }
}

async function readMet(wanted: Wanted): Promise<Met> {
  const [ofPerson, ofSpecialist] = await readTogether(meetingReadings(wanted));
  return { ofPerson, ofSpecialist };
}

/** Gives back what the holder has; harmless when there is nothing. */
export const releaseTime = (holder: string): Promise<void> => deleteClaimOf(holder);
