import { randomBytes } from "node:crypto";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import type { UserRecord } from "./user.repo.ts";

/** Phones of one browser that are kept in mind: a family's, or those of a ward's desk. */
const MAX_PHONES = 5;
const KEPT_MS = 400 * DAY_MS;

/**
 * Device cookie (OWASP, "Device cookies"): a random id, and for each phone that signed in on this browser a MAC over
 * both. It opens nothing; it only lets the owner's own devices be counted apart from everybody else's guessing.
 */
interface Device {
  id: string;
  macs: string[];
}

const macOf = (ctx: Ctx, id: string, phoneLookup: string) => ctx.keys.mac(`device:${id}:${phoneLookup}`);

function readDevice(ctx: Ctx): Device | null {
  const [id, ...macs] = (ctx.deviceCookie?.read() ?? "").split(".");
  return id && /^[\w-]{22}$/.test(id) ? { id, macs: macs.slice(0, MAX_PHONES) } : null;
}

/** Id of the browser when this phone's owner has signed in on it before, else null. */
export function knownDevice(ctx: Ctx, phoneLookup: string): string | null {
  const device = readDevice(ctx);
  const known = device?.macs.some((mac) => ctx.keys.macMatches(`device:${device.id}:${phoneLookup}`, mac));
  return device && known ? device.id : null;
}

/**
 * The owner is told of it: not at the very first sign-in, which every account of staff begins with, nor of the house's own
 * steps without a browser (the demo's).
 */
export const isNewDevice = (ctx: Ctx, user: UserRecord, phoneLookup: string): boolean =>
  ctx.deviceCookie !== undefined &&
  knownDevice(ctx, phoneLookup) === null &&
  (user.role === "patient" || user.lastSignInAt !== null);

/** After a sign-in: from now on this browser is one of the owner's. */
export function rememberDevice(ctx: Ctx, phoneLookup: string): void {
  const { id, macs } = readDevice(ctx) ?? { id: randomBytes(16).toString("base64url"), macs: [] };
  const mac = macOf(ctx, id, phoneLookup);
  const kept = [mac, ...macs.filter((other) => other !== mac)].slice(0, MAX_PHONES);
  ctx.deviceCookie?.write([id, ...kept].join("."), new Date(ctx.now().getTime() + KEPT_MS));
}
