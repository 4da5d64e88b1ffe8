// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pastQuery, upcomingQuery } from "../features/home/api/appointments.ts";
import { unreadMessagesQuery } from "../features/home/api/unread-messages.ts";
import { unreadQuery } from "../features/notifications/api/unread.ts";
import { clearSession, setSession } from "../lib/session.tsx";
import { signedIn } from "../testing/people.ts";
import firstCalls from "./first-calls.json" with { type: "json" };

const fetched = vi.fn<typeof fetch>(async () => new Response(JSON.stringify({ items: [], unread: 0 })));

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  setSession({ accessToken: "token", me: signedIn("a".repeat(24)) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  clearSession();
});

test("what the first script asks is what the home page asks, word for word: else it would be asked twice", async () => {
  for (const { queryFn } of [upcomingQuery, pastQuery, unreadMessagesQuery, unreadQuery])
    await (queryFn as () => Promise<unknown>)();
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(firstCalls["/"].map((path) => `/api${path}`));
});
