import { cellsOf, placeBeside, type TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { deleteClaimOf, deleteExpired, findMeeting, takenIn, writeClaim, type ClaimRecord } from "./claim.repo.ts";

/** Whose time it is wanted of, and for whom. */
export interface Wanted extends TimeSpan {
  /** The appointment; what it held before is given back by the same write. */
  holder: string;
  specialistId: string;
  person: string;
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

/**
 * Takes a time by one conditional write, for whoever uses one: a booking, a move, a hold (with its end). Throws TimeTaken; of any
 * number at once as many get it as the session takes. `capacity` is read in the same transaction as this, behind the turn
 * of the specialist.
 */
export async function claimTime(
  ctx: Pick<Ctx, "now">,
  wanted: Wanted & { capacity: number } & ({ kind: "booking" } | { kind: "hold"; expiresAt: Date }),
): Promise<void> {
  const { specialistId, person } = wanted;
  const cells = cellsOf(wanted);
  const room = await roomFor(ctx, wanted, cells);
  // Time over for a day is met by nobody any more.
  const expiresAt = wanted.kind === "hold" ? wanted.expiresAt : new Date(wanted.to.getTime() + DAY_MS);
  const { holder, kind, capacity, from, to } = wanted;
  try {
    await writeClaim({ holder, kind, specialistId, person, capacity, from, to, cells, expiresAt, ...room });
  } catch (error) {
    const of = takenIn(error);
    throw of ? new TimeTaken(of, null) : error;
  }
}

/** Free places beside what is there; holds that have run out make room. */
async function roomFor(
  ctx: Pick<Ctx, "now">,
  wanted: Wanted & { capacity: number },
  cells: readonly number[],
): Promise<Pick<ClaimRecord, "place" | "personPlace">> {
  const { specialistId, person, holder, capacity } = wanted;
  const now = ctx.now();
  const met = async (of: { specialistId: string } | { person: string }) => {
    const others = (await findMeeting(of, cells)).filter((claim) => claim.holder !== holder);
    const [over, standing] = [
      others.filter((one) => one.expiresAt <= now),
      others.filter((one) => one.expiresAt > now),
    ];
    if (over.length > 0)
      await deleteExpired(
        now,
        over.map((claim) => claim.holder),
      );
    return standing;
  };
  const ofPerson = await met({ person });
  const personPlace = placeBeside(
    ofPerson.map((claim) => claim.personPlace),
    1,
  );
  if (personPlace === null) throw new TimeTaken("person", ofPerson[0]?.holder ?? null);
  const ofSpecialist = await met({ specialistId });
  const place = placeBeside(
    ofSpecialist.map((claim) => claim.place),
    capacity,
  );
  if (place === null) throw new TimeTaken("specialist", ofSpecialist[0]?.holder ?? null);
  return { place, personPlace };
}

/** Gives back what the holder has; harmless when there is nothing. */
export const releaseTime = (holder: string): Promise<void> => deleteClaimOf(holder);
