declare global {
  interface Window {
    /** The answer to the refresh that app/first-script.ts has asked for. */
    earlySession?: Promise<Response> | undefined;
    /** What it has asked the API with that answer, by path. */
    earlyCalls?: { accessToken: string; calls: Map<string, Promise<Response>> } | undefined;
  }
}

/** Taken once: whoever comes later asks anew, for a refresh token is good for one time. */
export function takeEarlySession(): Promise<Response> | undefined {
  const early = window.earlySession;
  window.earlySession = undefined;
  return early;
}

/** Taken once as well, and only by the session that it was asked with. */
export function takeEarlyCall(path: string, accessToken: string | undefined): Promise<Response> | undefined {
  const early = window.earlyCalls;
  if (early?.accessToken !== accessToken) return undefined;
  const call = early?.calls.get(path);
  early?.calls.delete(path);
  return call;
}
