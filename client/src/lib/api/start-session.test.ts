import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { expireSession, getSession, setSession } from "../session.tsx";
import { startSession } from "./start-session.ts";
import { signedIn } from "../../testing/people.ts";

const me = signedIn("a");
const fetched = vi.fn<typeof fetch>(async () => new Response(JSON.stringify({ accessToken: "new", me })));

beforeEach(() => {
  localStorage.clear();
  fetched.mockClear();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("navigator", { locks: { request: (_: string, run: () => Promise<unknown>) => run() } });
});
afterEach(() => void vi.unstubAllGlobals());

test("a browser that never had a session is signed out without asking", async () => {
  await startSession();
  expect(getSession().status).toBe("signed-out");
  expect(fetched).not.toHaveBeenCalled();
});

test("one that had asks, until the session is over", async () => {
  setSession({ accessToken: "one", me });
  await startSession();
  expect(fetched).toHaveBeenCalledOnce();
  expect(getSession().status).toBe("signed-in");
  expireSession();
  await startSession();
  expect(fetched).toHaveBeenCalledOnce();
});

test("where storage is refused the server is asked", async () => {
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new DOMException("refused", "SecurityError");
    },
  });
  await startSession();
  expect(fetched).toHaveBeenCalledOnce();
});

test("nobody answers: it is said at once, and a press tries again", async () => {
  vi.resetModules();
  const { startSession, retryStart } = await import("./start-session.ts");
  const { getSession } = await import("../session.tsx");
  localStorage.setItem("fuzhen.known", me.id);
  fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  const started = startSession();
  await vi.waitFor(() => expect(getSession()).toEqual({ status: "loading", away: true }));
  expect(fetched).toHaveBeenCalledOnce();
  retryStart();
  await started;
  expect(getSession().status).toBe("signed-in");
});

test("a line that is dead without a word is said within five seconds of the navigation", async () => {
  vi.resetModules();
  vi.useFakeTimers({ now: performance.timeOrigin });
  const { startSession } = await import("./start-session.ts");
  const { getSession } = await import("../session.tsx");
  localStorage.setItem("fuzhen.known", me.id);
  fetched.mockImplementationOnce(
    (_path, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
      ),
  );
  const started = startSession();
  await vi.advanceTimersByTimeAsync(4600);
  expect(getSession()).toEqual({ status: "loading", away: true });
  // The browser would hold on for minutes.
  await vi.advanceTimersByTimeAsync(9000);
  await started;
  expect(getSession().status).toBe("signed-in");
  vi.useRealTimers();
});
