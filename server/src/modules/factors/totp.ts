import { Secret, TOTP } from "otpauth";
import type { Keys } from "../../platform/keys.ts";

// RFC 6238 as every authenticator app does it: SHA-1, six digits, 30 s; the previous and the next step are accepted
// too.
const settings = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const WINDOW = 1;

/** A new secret of 160 bits (RFC 4226 section 4 R6) in base32, since a person may have to type it. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The URI the app scans. The label is shown in the app to tell accounts apart. */
export const totpUri = (secret: string, label: string): string =>
  new TOTP({ ...settings, issuer: "复诊桥", label, secret: Secret.fromBase32(secret) }).toString();

/** The time step this code belongs to; null for a wrong code. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** Seal contexts of a secret: while it waits in a session, and once it is a factor. */
const setupPlace = (sessionId: string) => `totp-setup:${sessionId}`;
const factorPlace = (factorId: string) => `factor:${factorId}`;
export const sealSetup = (keys: Keys, sessionId: string, secret: string) => keys.seal(secret, setupPlace(sessionId));
export const openSetup = (keys: Keys, sessionId: string, sealed: string) => keys.open(sealed, setupPlace(sessionId));
export const sealSecret = (keys: Keys, factorId: string, secret: string) => keys.seal(secret, factorPlace(factorId));
export const openSecret = (keys: Keys, factorId: string, sealed: string) => keys.open(sealed, factorPlace(factorId));
