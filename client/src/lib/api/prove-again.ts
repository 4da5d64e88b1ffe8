/** Asks the person to prove again who they are; answers whether they did. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let underWay: Promise<boolean> | undefined;

/** Registered by the frame of the desk and of the phone, each with a dialog of its own kind. Answers how to take it back. */
export function registerAsker(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

/** Calls that are refused at the same moment share one question. False as well where nobody can be asked. */
export function proveAgain(): Promise<boolean> {
  underWay ??= (asker?.() ?? Promise.resolve(false)).finally(() => {
    underWay = undefined;
  });
  return underWay;
}
