const PREFIX = "fuzhen.typed.";

/** Of this page, for as long as it is open. */
const page = Math.random().toString(36).slice(2, 10);
const keyOf = (personId: string, of = page) => `${PREFIX}${personId}.${of}`;

/**
 * Notes for the other tabs of this browser that somebody has typed something here and not sent it: what it is stays in this
 * tab, out of their reach (sessionStorage), and a tab in the background may be frozen and answer nobody.
 */
export function noteTyped(personId: string, typed: boolean): void {
  try {
    if (typed) localStorage.setItem(keyOf(personId), "1");
    else localStorage.removeItem(keyOf(personId));
  } catch {
    // Storage is refused: the tabs know nothing of each other then.
  }
}

/** Whether that person has typed something in another tab. One that crashed may be among them, until they sign out. */
export const typedElsewhere = (personId: string): boolean => keysOf(personId).some((key) => key !== keyOf(personId));

/** The person has left this browser. */
export function forgetTyped(personId: string): void {
  for (const key of keysOf(personId)) localStorage.removeItem(key);
}

function keysOf(personId: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(keyOf(personId, "")));
  } catch {
    return [];
  }
}

/** A page that goes takes its mark with it; one that comes back from the browser's memory sets it again. */
export function watchTyped(personNow: () => string | undefined, hasTyped: (personId: string) => boolean): void {
  const note = (here: boolean) => {
    const personId = personNow();
    if (personId !== undefined) noteTyped(personId, here && hasTyped(personId));
  };
  window.addEventListener("pagehide", () => note(false));
  window.addEventListener("pageshow", () => note(true));
}
