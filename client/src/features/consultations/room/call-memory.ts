import { newRequestKey } from "../../../lib/api/request-key.ts";
import { draftKey, untyped } from "../../../lib/draft.ts";

/** Among the drafts, so that it goes with them at sign-out and is nobody else's. */
const keyOf = (consultationId: string) => draftKey(untyped(`call.${consultationId}`));

/** This tab's name for itself in calls; a reload keeps it, so that the page comes back into its own place. */
export function deviceHere(): string {
  const key = draftKey(untyped("device"));
  try {
    const known = sessionStorage.getItem(key) ?? newRequestKey();
    sessionStorage.setItem(key, known);
    return known;
  } catch {
    return (unstored ??= newRequestKey());
  }
}
let unstored: string | undefined;

/** The call that this tab was in. */
export function rememberedCall(consultationId: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(consultationId));
  } catch {
    return null;
  }
}

export function rememberCall(consultationId: string, callId: string | null): void {
  try {
    if (callId === null) sessionStorage.removeItem(keyOf(consultationId));
    else sessionStorage.setItem(keyOf(consultationId), callId);
  } catch {
    // After a reload the banner offers the way back instead.
  }
}
