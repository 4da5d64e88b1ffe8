import { useEffect, useState } from "react";
import { ApiError } from "./api/api-error.ts";
import { onLineBack } from "./connection.ts";

/**
 * What was thrown, for as long as its cause lasts: that no answer came until the line is back, and that somebody was too
 * fast until the time is over that the server named. Null then, and where nothing was thrown.
 */
export function useStandingError(error: unknown): unknown {
  const [over, setOver] = useState<unknown>(null);
  useEffect(() => {
    const end = () => setOver(error);
    if (error instanceof TypeError) return onLineBack(end);
    if (!(error instanceof ApiError) || error.retryAfterS <= 0) return undefined;
    const timer = setTimeout(end, error.retryAfterS * 1000);
    return () => clearTimeout(timer);
  }, [error]);
  return error === over ? null : error;
}
