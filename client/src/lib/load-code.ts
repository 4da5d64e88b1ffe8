const RETRY_MS = 5000;

/**
 * Loads code on demand, retrying while offline. Not for something a person waits for at a button; there a failure
 * should be shown.
 */
export async function loadCode<Code>(load: () => Promise<Code>): Promise<Code> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
