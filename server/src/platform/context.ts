import type { Logger } from "pino";
import type { Env } from "../env.ts";
import type { Keys } from "./keys.ts";
import type { ByteStore } from "./byte-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { isUser, type Actor, type User } from "./actor.ts";
import type { Answers } from "./answers.ts";
import type { CommittedFact } from "./committed-fact.ts";
import { AppError } from "./errors.ts";
import type { Lines } from "./lines.ts";
import type { RateLimits } from "./rate-limit.ts";
import type { Recent } from "./recent.ts";
import type { Signals } from "./signals.ts";
import type { Tracing } from "./tracing.ts";
import type { SumLog } from "./sum-log.ts";
import type { Sms } from "./sms.ts";

export { idOf, isUser, userBehind, type Actor, type User } from "./actor.ts";

/** What the platform lends to use cases; made once in main.ts (or by a test). */
export interface Services {
  env: Env;
  keys: Keys;
  objects: ObjectStore;
  /** Pieces of uploads under way. */
  uploads: ObjectStore;
  /** Where every server sees the anchors of the audit trail; null: in a file of DATA_DIR. */
  anchors: ByteStore | null;
  limits: RateLimits;
  lines: Lines;
  sms: Sms;
  log: Logger;
  /** For what a flood would write by the thousand. */
  sums: SumLog;
  /** Emits how actions, requests and deliveries ended, for metrics and the health page. */
  signals: Signals;
  recent: Recent;
  tracing: Tracing;
  now: () => Date;
  /** What was found a moment ago and is still so. */
  answers: Answers;
  /** Hands the facts of a commit to the outbox; without any it looks for what others have left. */
  pokeOutbox: (facts?: readonly CommittedFact[]) => void;
  /** Facts that rows carry and this process has still to deliver. */
  factsCarried: () => number;
  /** Call when the person did something: restarts the idle time of staff (R63). */
  noteAct: (actor: User) => Promise<void>;
}

/** Services without those that only a running app can provide. */
export type BaseServices = Omit<Services, "pokeOutbox" | "factsCarried" | "noteAct">;

/**
 * Everything a use case knows about the call it serves. It cannot tell whether that came by HTTP, by socket or from a
 * job.
 */
export interface Ctx extends Services {
  actor: Actor | null;
  requestId: string;
  ip: string;
  userAgent: string;
  /** Origin of the requesting page, known to be one of ours; only with HTTP. Passkeys are bound to it. */
  origin?: string;
  /** Account whose page asks, by its own word; null when it says none. Only HTTP has one. */
  person?: string | null;
  /** Where the refresh token travels (httpOnly cookie); only HTTP has one. */
  refreshCookie?: { read(): string | undefined; write(token: string | null, expires: Date): void };
  /** The device cookie (users/known-device.ts); only with HTTP. */
  deviceCookie?: { read(): string | undefined; write(value: string, expires: Date): void };
}

/** The user of a call that only users may make; nobody else is let through by a rule that was made for them. */
export function actorOf(ctx: Ctx): User {
  if (!ctx.actor) throw new AppError("unauthenticated");
  if (!isUser(ctx.actor)) throw new AppError("forbidden");
  return ctx.actor;
}

/**
 * `other_person` where a page speaks for one person and the credential it came with for another: begun by the first, sent
 * after the second has signed in at the same browser.
 */
export function requirePerson({ person }: Pick<Ctx, "person">, userId: string | undefined): void {
  if (person && userId !== undefined && person !== userId) throw new AppError("other_person");
}

/** The organisation of a member of staff. */
export function organizationOf(ctx: Ctx): string {
  const { organizationId } = actorOf(ctx);
  if (!organizationId) throw new AppError("forbidden");
  return organizationId;
}

/** The specialist's own id, for calls only a specialist may make. */
export function specialistOf(ctx: Ctx): string {
  const { specialistId } = actorOf(ctx);
  if (!specialistId) throw new AppError("forbidden");
  return specialistId;
}

/** Context for work that no person requested: jobs, consumers of facts, commands, demo data; `work` says which. */
export function systemContext(services: Services, work: string, requestId = work): Ctx {
  const actor = { role: "system", work, organizationId: null, specialistId: null } as const;
  return { ...services, actor, requestId, ip: "", userAgent: "system" };
}
