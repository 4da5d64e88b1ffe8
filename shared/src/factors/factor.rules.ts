import { MINUTE_MS } from "../time.ts";

/** How long the secret of an authenticator app waits for its first code. */
export const TOTP_SETUP_MS = 10 * MINUTE_MS;
/** How long a passkey has to answer. */
export const CHALLENGE_MS = 5 * MINUTE_MS;
/** Factors one person may have; each more is one more that can be guessed or stolen. */
export const MAX_FACTORS = 10;
export const RECOVERY_CODES = 10;
