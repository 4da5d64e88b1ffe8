import { useEffect, useState } from "react";

/** The present, renewed every `everyMs`, so that 今天 and 6 分钟前 stay true on a page left open. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
