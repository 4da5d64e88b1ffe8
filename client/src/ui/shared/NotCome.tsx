import { useEffect, useRef, useState, type ReactNode } from "react";
import { LineAway } from "./LineAway.tsx";

const AGAIN_MS = 5000;

interface NotComeProps {
  ask: () => Promise<unknown>;
  onCome: () => void;
  /** For a part too small for words. */
  children?: ReactNode;
}

/** In the place of a part whose code did not come: asks for it again by itself, when the line is back and at a press. */
export function NotCome({ ask, onCome, children }: NotComeProps) {
  const [asking, setAsking] = useState(false);
  const busy = useRef(false);
  const again = async () => {
    if (busy.current) return;
    busy.current = true;
    setAsking(true);
    try {
      await ask();
      onCome();
    } catch {
      // Said by what is drawn here.
    } finally {
      busy.current = false;
      setAsking(false);
    }
  };
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    const run = () => void latest.current();
    const timer = setInterval(run, AGAIN_MS);
    window.addEventListener("online", run);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", run);
    };
  }, []);
  return children ?? <LineAway onRetry={() => void again()} retrying={asking} />;
}
