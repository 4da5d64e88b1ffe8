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
