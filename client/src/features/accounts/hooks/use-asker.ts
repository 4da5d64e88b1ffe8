import { useEffect, useState } from "react";
import { registerAsker } from "../../../lib/api/prove-again.ts";

type Answer = (proven: boolean) => void;

/** Registers this frame as the one that asks for a fresh proof. `answer` is set while a call waits for it. */
export function useAsker(): { answer: Answer | undefined } {
  const [waiting, setWaiting] = useState<Answer>();
  useEffect(() => registerAsker(() => new Promise<boolean>((resolve) => setWaiting(() => resolve))), []);
  // Leaving the page counts as "no", so that the call does not wait for ever.
  useEffect(() => () => waiting?.(false), [waiting]);
  return {
    answer:
      waiting &&
      ((proven) => {
        waiting(proven);
        setWaiting(undefined);
      }),
  };
}
