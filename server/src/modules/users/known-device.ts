import { randomBytes } from "node:crypto";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import type { UserRecord } from "./user.repo.ts";

/** How many phone numbers are remembered per browser: those of a family, or of a shared desk. */
const MAX_PHONES = 5;
const KEPT_MS = 400 * DAY_MS;

/**
 * Device cookie (OWASP, "Device cookies"): a random id and, for each phone number that signed in on this browser, a MAC
 * over both. It grants nothing; it only lets the owner's own devices be counted apart from everybody else's guesses.
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

/** Id of this browser if the owner of the phone number has signed in on it before, else null. */
export function knownDevice(ctx: Ctx, phoneLookup: string): string | null {
  const device = readDevice(ctx);
  const known = device?.macs.some((mac) => ctx.keys.macMatches(`device:${device.id}:${phoneLookup}`, mac));
  return device && known ? device.id : null;
}

/**
 * Whether the owner should be told of a new device. Not at the very first sign-in, which every staff account begins
 * with, and not for sign-ins without a browser (demo data).
 */
export const isNewDevice = (ctx: Ctx, user: UserRecord, phoneLookup: string): boolean =>
  ctx.deviceCookie !== undefined &&
  knownDevice(ctx, phoneLookup) === null &&
  (user.role === "patient" || user.lastSignInAt !== null);

/** Call after a sign-in: remembers this browser as one of the owner's. */
export function rememberDevice(ctx: Ctx, phoneLookup: string): void {
  const { id, macs } = readDevice(ctx) ?? { id: randomBytes(16).toString("base64url"), macs: [] };
  const mac = macOf(ctx, id, phoneLookup);
  const kept = [mac, ...macs.filter((other) => other !== mac)].slice(0, MAX_PHONES);
  ctx.deviceCookie?.write([id, ...kept].join("."), new Date(ctx.now().getTime() + KEPT_MS));
}
