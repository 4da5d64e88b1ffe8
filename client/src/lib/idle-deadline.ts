import { serverNow } from "./server-clock.ts";

/**
 * When the server will end an idle staff session (R63), epoch ms by its clock. Tabs share one session, so they share
 * this value: activity in one moves it for all, and a tab that slept reads the present value when it wakes.
 */
const STORAGE_KEY = "fuzhen.idle-at";

/** The value this tab has heard itself; undefined until the server has said one, and always for patients (R75). */
let known: number | undefined;
const listeners = new Set<() => void>();

function shared(): number {
  try {
    return Number(localStorage.getItem(STORAGE_KEY) ?? 0);
  } catch {
    return 0; // Storage is refused: then this tab knows what it was told itself.
  }
}

export function idleDeadline(): number | undefined {
  // A value stored by an earlier session does not count: this tab has to hear one from the server first.
  return known === undefined ? undefined : Math.max(known, shared());
}

export function setIdleDeadline(at: number | undefined): void {
  known = at;
  try {
    if (at === undefined) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, String(at));
  } catch {
    // Not shared with the other tabs.
  }
  for (const listener of listeners) listener();
}

/** Of this tab alone: the others are another person's by now. */
export function forgetIdleDeadline(): void {
  known = undefined;
  for (const listener of listeners) listener();
}

export function isIdleOver(): boolean {
  const at = idleDeadline();
  return at !== undefined && serverNow() >= at;
}

function onOtherTab(event: StorageEvent): void {
  if (event.key === STORAGE_KEY) for (const listener of listeners) listener();
}

export function onIdleDeadline(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("storage", onOtherTab);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("storage", onOtherTab);
  };
}
