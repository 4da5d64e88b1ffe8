import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { signOut } from "../../features/accounts/api/sign-out.ts";
import { findLooseEnds, isLoose, type LooseEnds } from "./loose-ends.ts";
import { useStandingError } from "../../lib/use-standing-error.ts";

export interface SignOut {
  /** Saves what saves itself, then shows the question. With nothing to lose, and where it need not be asked, leaves. */
  ask: () => void;
  /** Open while not null. */
  question: LooseEnds | null;
  leave: () => void;
  stay: () => void;
  busy: boolean;
  /** The server could not be told: the person is still signed in. */
  error: unknown;
}

/** Signing out with its question. Where it leads the session says itself (homes.ts), in this tab and the others. */
export function useSignOut({ always }: { always: boolean }): SignOut {
  const [question, setQuestion] = useState<LooseEnds | null>(null);
  const leaving = useMutation({ mutationFn: signOut });
  const asking = useMutation({
    mutationFn: findLooseEnds,
    onSuccess: (ends) => {
      leaving.reset();
      if (always || isLoose(ends)) setQuestion(ends);
      else leaving.mutate(undefined, { onError: () => setQuestion(ends) });
    },
  });
  const error = useStandingError(leaving.error);
  return {
    ask: () => asking.mutate(),
    question,
    leave: () => leaving.mutate(),
    stay: () => {
      setQuestion(null);
      leaving.reset();
    },
    busy: asking.isPending || leaving.isPending,
    error,
  };
}
