const FLAG = "fuzhen.outbox";

/** Notes that messages wait on this device, so that the next start knows to load the outbox wherever it begins. */
export function noteOutbox(waiting: boolean): void {
  try {
    if (waiting) localStorage.setItem(FLAG, "1");
    else localStorage.removeItem(FLAG);
  } catch {
    // Storage is refused: then nothing waits in it either.
  }
}

export function outboxWaits(): boolean {
  try {
    return localStorage.getItem(FLAG) !== null;
  } catch {
    return false;
  }
}
