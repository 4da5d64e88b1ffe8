import { useEffect, useState } from "react";
import { registerAsker } from "../../../lib/api/prove-again.ts";

type Answer = (proven: boolean) => void;

/** Stands ready to ask who is there. `answer` is there while a call waits for it. */
export function useAsker(): { answer: Answer | undefined } {
  const [waiting, setWaiting] = useState<Answer>();
  useEffect(() => registerAsker(() => new Promise<boolean>((resolve) => setWaiting(() => resolve))), []);
  // Whoever leaves the page has not answered; the call must not wait for ever.
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
