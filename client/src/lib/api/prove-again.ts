/** Asks the person to prove again who they are; answers whether they did. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let underWay: Promise<boolean> | undefined;

/** Registered by the frames of desk and phone, each with its own dialog. Answers a function that unregisters it. */
export function registerAsker(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

/**
 * Asks for a fresh proof; calls refused at the same moment share one question. False when declined, or when no frame is
 * registered.
 */
export function proveAgain(): Promise<boolean> {
  underWay ??= (asker?.() ?? Promise.resolve(false)).finally(() => {
    underWay = undefined;
  });
  return underWay;
}
