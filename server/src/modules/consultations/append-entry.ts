import type { TimelineEvent } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { insertWithFact, toldBy } from "../../platform/carried-fact.ts";
import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, insideTransaction, tryAgain } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/outbox.ts";
import type { ConsultationRecord } from "./consultation.repo.ts";
import { entryFact, visitIdsOf, type AtHand } from "./message-facts.ts";
import { textSealOf } from "./message-seal.ts";
import { insertMessage, MESSAGES, type MessageRecord } from "./message.repo.ts";
import { endOf, findEnd, lanesOfVisits, noteEnd, readEnd, type TimelineEnd } from "./timeline-ends.ts";

/** A new timeline entry: a message of a participant (text or picture), or an event of the visit. */
export type NewEntry =
  | { kind: "text"; sender: string; clientMessageId: string; text: string }
  | { kind: "image"; sender: string; clientMessageId: string; fileId: string }
  | { kind: "event"; event: Exclude<TimelineEvent, "visit-finished"> }
  | { kind: "event"; event: "visit-finished"; closesAt: Date };

/** What happens belongs to the visit; what is said may follow it for a while, by the clock of the server. */
function requireUnclosed(ctx: Ctx, { closesAt }: TimelineEnd, { kind }: NewEntry): void {
  if (closesAt !== null && (kind === "event" || ctx.now() >= closesAt)) throw new AppError("visit_closed");
}

const isTaken = (error: unknown) => duplicateKeyOf(error)?.includes("seq") ?? false;

/**
 * Appends an entry to the timeline of a visit, with its fact, inside the caller's transaction; `visit_closed` when the visit has
 * ended, for messages when the time for questions is over too. Each entry takes the number after the last one there is, and no
 * number is taken twice: so numbers have no gaps, and nothing can follow the entry that ends the visit but what it lets follow,
 * whatever is written at the same time.
 */
export async function appendEntry(ctx: Ctx, visit: ConsultationRecord, entry: NewEntry): Promise<MessageRecord> {
  if (!insideTransaction()) throw new Error("entry appended outside a transaction");
  const end = await findEnd(visit.id);
  requireUnclosed(ctx, end, entry);
  try {
    return await write(ctx, visit, entry, end);
  } catch (error) {
    if (isTaken(error)) throw tryAgain("the next place of the timeline is taken");
    throw error;
  }
}

/** How often a place that others have taken meanwhile is sought anew; each time some other entry has come in. */
const MOST_TRIES = 100;

/**
 * The same for an entry that changes nothing else: one durable write without a transaction. `mayStill` is called before it, and
 * throws when the writer's right has ended while others were before them.
 */
export function appendAlone(
  ctx: Ctx,
  visit: ConsultationRecord,
  entry: NewEntry,
  mayStill: () => Promise<void>,
): Promise<MessageRecord> {
  return lanesOfVisits.run(visit.id, async () => {
    let end = await endOf(visit.id);
    for (let tries = 1; ; tries++) {
      await mayStill();
      requireUnclosed(ctx, end, entry);
      try {
        const message = await write(ctx, visit, entry, end);
        noteEnd(visit.id, message);
        return message;
      } catch (error) {
        if (!isTaken(error) || tries === MOST_TRIES) throw error;
        end = await readEnd(visit.id);
      }
    }
  });
}

async function write(ctx: Ctx, visit: ConsultationRecord, entry: NewEntry, end: TimelineEnd): Promise<MessageRecord> {
  const id = newId();
  const seq = end.seq + 1;
  const message: MessageRecord = {
    id,
    consultationId: visit.id,
    seq,
    kind: entry.kind,
    clientMessageId: entry.kind === "event" ? null : entry.clientMessageId,
    sender: entry.kind === "event" ? null : entry.sender,
    sealedText: entry.kind === "text" ? ctx.keys.seal(entry.text, textSealOf(id)) : null,
    ...(entry.kind === "text" ? { text: entry.text } : {}),
    fileId: entry.kind === "image" ? entry.fileId : null,
    event: entry.kind === "event" ? entry.event : null,
    createdAt: ctx.now(),
    closesAt: "closesAt" in entry ? entry.closesAt : end.closesAt,
  };
  const fact = entryFact({ ...visitIdsOf(visit), messageId: id, seq });
  await insertWithFact(ctx, { carriedBy: MESSAGES, id, fact, atHand: { message, visit } satisfies AtHand }, () =>
    insertMessage(message, toldBy(ctx)),
  );
  return message;
}
