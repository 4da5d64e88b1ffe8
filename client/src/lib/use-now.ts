import { useEffect, useState } from "react";
import { onServerClock, serverNow } from "./server-clock.ts";

/** The present by the server's clock, renewed every `everyMs`, so that 今天 and 6 分钟前 stay true on a page left open. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date(serverNow()));
  useEffect(() => {
    const renew = () => setNow(new Date(serverNow()));
    const timer = setInterval(renew, everyMs);
    const stop = onServerClock(renew);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [everyMs]);
  return now;
}
