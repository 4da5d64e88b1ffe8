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
  /** The password is still the one an admin chose, so the person may be somebody else (R5). */
  mustChangePassword?: boolean;
  /** Set for admins (R64). */
  duty?: Duty | null;
  /** `required`: the second step of this sign-in is still to come; `missing`: staff who have set none up (R63). */
  secondFactor?: "required" | "missing" | null;
  /** When the person last proved again who they are in this session. */
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
  /** Emits how actions, requests and deliveries ended, for metrics and the health page. */
  signals: Signals;
  recent: Recent;
  tracing: Tracing;
  now: () => Date;
  /** Wakes the outbox after a commit. */
  pokeOutbox: () => void;
  /** Call when the person did something: restarts the idle time of staff (R63). */
  noteAct: (actor: Actor) => Promise<void>;
}

/** Services without those that only a running app can provide. */
export type BaseServices = Omit<Services, "pokeOutbox" | "noteAct">;

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

/** The actor of a call whose access rule requires one. */
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

/** Context for work that no person requested: jobs, migrations, demo data. */
export function systemContext(services: Services, requestId: string): Ctx {
  return { ...services, actor: null, requestId, ip: "", userAgent: "system" };
}
