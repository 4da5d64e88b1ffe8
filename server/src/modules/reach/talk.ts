import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import { createLately } from "../../platform/lately.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import type { Worker } from "../module.ts";
import { getConsultations, talkedSince, unreadIn } from "../consultations/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import { raise, type Raised } from "./raise.ts";
import { talkFact } from "./seen.ts";

/** Whoever has the app open reads within this time, and is told nothing besides. */
const UNREAD_MS = 15_000;
const LOOK_EVERY_MS = 2000;
/** Visits that are looked at in one go, and the rest after it. */
const PIECE = 20;
const REST_MS = 20;
/** After a start it is looked back so far, for what another run of the server has left. */
const LOOK_BACK_MS = 15 * MINUTE_MS;

/**
 * Visits in which something was said, and when first, since they were last looked at. Chats are many and mostly read at once, so
 * nothing is written for a message: a while later it is looked whether anybody has not read, for however many messages.
 */
const waiting = new Map<string, number>();
export function noteTalk(consultationId: string, at: Date): void {
  if (!waiting.has(consultationId)) waiting.set(consultationId, at.getTime());
}

/** What was raised a while ago: as long as nobody has read on, it is the same. */
const raisedLately = createLately<true>();

/** Raises what is unread in these visits; once for all that is unread from the same place on. */
export async function raiseUnread(consultationIds: readonly string[], now: Date): Promise<void> {
  const visits = [...(await getConsultations(consultationIds)).values()];
  const specialists = await getSpecialists(visits.map(({ specialistId }) => specialistId));
  const places = visits.flatMap((visit) =>
    visit.participants.flatMap(({ id, kind }) => {
      const fact = talkFact(visit.id, visit.marks[id]?.readSeq ?? 0);
      if (raisedLately.get(`${id}:${fact}`)) return [];
      if (kind === "patient")
        return [
          {
            visit,
            id,
            raised: {
              userId: visit.accountId,
              matter: "chat-answer",
              fact,
              subject: { type: "consultation", id: visit.id },
            },
          },
        ];
      const userId = specialists.find((one) => one.id === visit.specialistId)?.userId;
      if (kind !== "specialist" || !userId) return [];
      const subject = { type: "appointment", id: visit.appointmentId };
      return [{ visit, id, raised: { userId, matter: "patient-message", fact, subject } }];
    }),
  );
  const unread = await unreadIn(places.map(({ visit, id }) => ({ visit, participantId: id })));
  const raised = places.filter((_place, index) => (unread[index] ?? 0) > 0);
  await raise(
    raised.map(({ raised: one }) => one as Raised),
    now,
  );
  for (const {
    id,
    raised: { fact },
  } of raised)
    raisedLately.add(`${id}:${fact}`, true);
}

/** Looks through the visits that have waited for long enough, in the process in which their facts were told. */
export function watchTalk(services: Services): Worker {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const look = async () => {
    const now = services.now();
    const due = [...waiting].flatMap(([id, at]) => (now.getTime() - at >= UNREAD_MS ? [id] : []));
    if (due.length === 0) return;
    for (const id of due) waiting.delete(id);
    // Some at a time, and others between: whoever sends a message meanwhile does not wait behind all of them.
    for (let from = 0; from < due.length && !stopped; from += PIECE) {
      const piece = due.slice(from, from + PIECE);
      try {
        await raiseUnread(piece, now);
      } catch (error) {
        // Looked at again with the next turn.
        for (const id of piece) noteTalk(id, new Date(now.getTime() - DAY_MS));
        services.log.warn({ error: describeFault(error) }, "unread talk not looked at");
      }
      await wait(REST_MS);
    }
  };
  const recover = async () => {
    const since = new Date(services.now().getTime() - LOOK_BACK_MS);
    for (const { consultationId, at } of await talkedSince(since)) noteTalk(consultationId, at);
  };
  running = recover().catch((error: unknown) =>
    services.log.warn({ error: describeFault(error) }, "earlier talk not looked at"),
  );
  const timer = setInterval(() => (running = running.then(look)), LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
