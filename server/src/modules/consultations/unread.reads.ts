import type { ConsultationRecord } from "./consultation.repo.ts";
import { countUnread, spokenSince } from "./message.repo.ts";
import { readEnd } from "./timeline-ends.ts";

/** Number of the newest entry of a timeline. */
export const lastSeqOf = async (consultationId: string): Promise<number> => (await readEnd(consultationId)).seq;

/** How much each of these participants has not read in these visits, in their order. */
export async function unreadIn(
  places: readonly { visit: ConsultationRecord; participantId: string }[],
): Promise<number[]> {
  // One question for each kind of reader: the counts are by visit.
  const counts = new Map<string, Map<string, number>>();
  for (const reader of new Set(places.map(({ participantId }) => participantId)))
    counts.set(
      reader,
      await countUnread(
        places
          .filter(({ participantId }) => participantId === reader)
          .map(({ visit }) => ({
            consultationId: visit.id,
            readSeq: visit.marks[reader]?.readSeq ?? 0,
            lastSeq: visit.lastSeq,
            reader,
          })),
      ),
    );
  return places.map(({ visit, participantId }) => counts.get(participantId)?.get(visit.id) ?? 0);
}

/** Visits in which somebody has said something since a moment, and when first. */
export async function talkedSince(since: Date): Promise<{ consultationId: string; at: Date }[]> {
  const first = new Map<string, Date>();
  for (const { consultationId, createdAt } of await spokenSince(since))
    if (!first.has(consultationId)) first.set(consultationId, createdAt);
  return [...first].map(([consultationId, at]) => ({ consultationId, at }));
}
