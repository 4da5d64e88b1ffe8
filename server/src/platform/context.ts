import type { Logger } from "pino";
import type { Duty, Role } from "@fuzhen/shared/roles.ts";
import type { Env } from "../env.ts";
import type { Keys } from "./keys.ts";
import type { ObjectStore } from "./object-store.ts";
import { AppError } from "./errors.ts";
import type { Lines } from "./lines.ts";
import type { RateLimits } from "./rate-limit.ts";
import type { Recent } from "./recent.ts";
import type { Signals } from "./signals.ts";
import type { Tracing } from "./tracing.ts";
import type { SumLog } from "./sum-log.ts";
import type { Sms } from "./sms.ts";

/** Who acts, as proven by a live session. */
export interface Actor {
  userId: string;
  sessionId: string;
  role: Role;
  /** Organisation of staff; null for patients. */
  organizationId: string | null;
  /** Set for specialists. */
  specialistId: string | null;
  /** Still on the password an admin set: whoever acts may not be who they say (R5). */
  mustChangePassword?: boolean;
  /** Set for admins (R64). */
  duty?: Duty | null;
  /** `required`: the second step of this sign-in is still to come; `missing`: staff who have set none up (R63). */
  secondFactor?: "required" | "missing" | null;
  /** When this session last proved again who it is. */
  confirmedAt?: Date | null;
}

/** What the platform lends to use cases; made once in main.ts (or by a test). */
export interface Services {
  env: Env;
  keys: Keys;
  objects: ObjectStore;
  limits: RateLimits;
  lines: Lines;
  sms: Sms;
  log: Logger;
  /** For what a flood would write by the thousand. */
  sums: SumLog;
  /** How things ended, for those who count. */
  signals: Signals;
  recent: Recent;
  tracing: Tracing;
  now: () => Date;
  /** Wakes the outbox after a commit. */
  pokeOutbox: () => void;
  /** The person behind the session did something; moves the idle time of staff (R63). */
  noteAct: (actor: Actor) => Promise<void>;
}

/** Before the app has added what only a running one can give. */
export type BaseServices = Omit<Services, "pokeOutbox" | "noteAct">;

/** Everything a use case knows of the call it serves. It cannot tell HTTP from socket from job. */
export interface Ctx extends Services {
  actor: Actor | null;
  requestId: string;
  ip: string;
  userAgent: string;
  /** Origin of the page that asks, known to be one of ours; only HTTP has one. Passkeys are bound to it. */
  origin?: string;
  /** Account whose page asks, by its own word; null when it says none. Only HTTP has one. */
  person?: string | null;
  /** Where the refresh token travels (httpOnly cookie); only HTTP has one. */
  refreshCookie?: { read(): string | undefined; write(token: string | null, expires: Date): void };
  /** What this browser was given when somebody signed in on it (users/known-device.ts); only HTTP has one. */
  deviceCookie?: { read(): string | undefined; write(value: string, expires: Date): void };
}

/** The actor of a call that `who` has already let in. */
export function actorOf(ctx: Ctx): Actor {
  if (!ctx.actor) throw new AppError("unauthenticated");
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

/** Context of work nobody asked for at a door: jobs, migrations, demo data. */
export function systemContext(services: Services, requestId: string): Ctx {
  return { ...services, actor: null, requestId, ip: "", userAgent: "system" };
}
