import { randomInt } from "node:crypto";
import { RECOVERY_CODES } from "@fuzhen/shared/factors/factor.rules.ts";
import type { Keys } from "../../platform/keys.ts";

/** Without letters that look like others or like digits, since codes are read from paper years later. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 3;
const GROUP_LENGTH = 4;

const group = () => Array.from({ length: GROUP_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join("");

/** Codes of 59 bits each, `abcd-efgh-jkmn`; shown once. */
export const newRecoveryCodeTexts = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => Array.from({ length: GROUPS }, group).join("-"));

/** Keyed hash of a code, ignoring case, blanks and dashes; the code itself is not stored. */
export const recoveryCodeHash = (keys: Keys, userId: string, code: string): string =>
  keys.lookup(`recovery-code:${userId}:${code.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`);
