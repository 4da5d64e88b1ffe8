/**
 * Notes that something of a person waits in this browser to be sent, so that their next start loads the code for it
 * wherever it begins, and nobody else's does.
 */
export function waitingFlag(name: string) {
  const keyOf = (personId: string) => `fuzhen.${name}.${personId}`;
  return {
    note(personId: string, waiting: boolean): void {
      try {
        if (waiting) localStorage.setItem(keyOf(personId), "1");
        else localStorage.removeItem(keyOf(personId));
      } catch {
        // Storage is refused: then nothing waits in it either.
      }
    },
    isUp(personId: string): boolean {
      try {
        return localStorage.getItem(keyOf(personId)) !== null;
      } catch {
        return false;
      }
    },
  };
}
