import type { Actor } from "./actor.ts";

/** A fact of a change that is committed, as far as those know it who do not know its type. */
export interface CommittedFact {
  id: string;
  type: string;
  at: Date;
  actor: Actor | null;
  requestId: string;
  ip: string;
  userAgent: string;
  patientId: string | null;
  entity: { type: string; id: string };
  data: object;
  /** Span of the change, so that delivery appears in the same trace; null without tracing. */
  traceparent: string | null;
  /** The collection whose row carries it (fact-carrier.ts); missing where it has a row of its own in the outbox. */
  carriedBy?: string;
  /** Whether that row was written is not known yet. */
  doubtful?: boolean;
  /** What the change itself has at hand and a consumer would else read again; never stored, so it may be missing. */
  atHand?: unknown;
}
