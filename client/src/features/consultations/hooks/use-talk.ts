import { talkAt, type TalkState } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useNow } from "../../../lib/use-now.ts";

/** How the talk of a visit stands by the server's clock, also on a page that is left open; closed while it is not known. */
export function useTalk(visit: Consultation | undefined): TalkState {
  const now = useNow(10_000);
  return visit?.abilities.send ? talkAt(visit, now) : "closed";
}
