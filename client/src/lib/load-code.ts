const RETRY_MS = 5000;

/**
 * Code that is fetched when it is needed and not before: on a line that is down it is asked for again until it comes. Not
 * for what somebody waits for at a button; that should hear of it.
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
