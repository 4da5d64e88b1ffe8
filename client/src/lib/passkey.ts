import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { ApiError } from "./api/api-error.ts";
import { LocalError } from "./i18n/errors.ts";

type Json = Record<string, unknown>;

/** Only in a secure context (https, localhost); a plain-http page of a hospital LAN has none. */
export const passkeysWork = (): boolean => typeof PublicKeyCredential === "function";

/** Has the person prove themselves with a passkey. Rejects with `passkey_unfinished` when they do not. */
export async function askPasskey(options: Json): Promise<Json> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  // The contract carries WebAuthn's JSON unread: made by one half of the library, understood by the other.
  const optionsJSON = options as Json & PublicKeyCredentialRequestOptionsJSON;
  return { ...(await startAuthentication({ optionsJSON }).catch(toLocalError)) };
}

/** Has a new passkey made. Rejects with `passkey_exists` or `passkey_unfinished`. */
export async function createPasskey(options: Json): Promise<Json> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const optionsJSON = options as Json & PublicKeyCredentialCreationOptionsJSON;
  return { ...(await startRegistration({ optionsJSON }).catch(toLocalError)) };
}

/** Rewords refusals for passkeys, since the default text speaks of a typed code. */
export function sayOfPasskey(error: unknown): never {
  const refused = error instanceof ApiError && (error.code === "second_factor_wrong" || error.code === "code_expired");
  throw refused ? new LocalError("passkey_refused") : error;
}

/**
 * Browsers do not distinguish refusal, timeout and a closed window (WebAuthn §14.5), but they do report an existing
 * passkey.
 */
function toLocalError(error: unknown): never {
  const exists = error instanceof Error && error.name === "InvalidStateError";
  throw new LocalError(exists ? "passkey_exists" : "passkey_unfinished");
}
