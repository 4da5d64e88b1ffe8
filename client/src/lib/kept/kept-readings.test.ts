import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { signedIn } from "../../testing/people.ts";
import { ApiError } from "../api/api-error.ts";
import { clearSession, expireSession, getSession, isKeptSession, readAsKept, setSession } from "../session.tsx";
import { forgetRows } from "../forget-rows.ts";
import { keptFlag } from "./forget-kept.ts";
import { askOrKept, keepAnswers, keepPerson } from "./kept-readings.ts";
import { keptSince } from "./kept-since.ts";

const A = "a".repeat(24);
const rows = new Map<string, { accountId: string; name: string; data: unknown; createdAt: string }>();
vi.mock("./kept-store.ts", () => ({
  keepRow: async (
    row: { accountId: string; name: string; data: unknown; createdAt: string },
    isStill: () => boolean,
  ) => {
    if (!isStill()) return;
    keptFlag.note(row.accountId, true);
    rows.set(`${row.accountId} ${row.name}`, row);
  },
  readRow: async (accountId: string, name: string) => rows.get(`${accountId} ${name}`),
  dropRow: async (accountId: string, name: string) => rows.delete(`${accountId} ${name}`),
  forgetOld: async () => undefined,
}));
vi.mock("../forget-rows.ts", async (original) => ({ ...(await original()), forgetRows: vi.fn(async () => undefined) }));

const lost = new TypeError("Failed to fetch");
let client: QueryClient;
const ask = (queryKey: readonly unknown[], answer: () => Promise<unknown>) =>
  client.fetchQuery<unknown, Error, unknown, readonly unknown[]>({
    queryKey,
    queryFn: answer,
    persister: askOrKept,
    retry: false,
    staleTime: 0,
  });
const kept = () => [...rows.keys()];

beforeEach(() => {
  client = new QueryClient();
  keepAnswers(client);
  setSession({ accessToken: "one", me: signedIn(A) });
});
afterEach(() => {
  clearSession();
  rows.clear();
  client.clear();
  localStorage.clear();
});

test("a patient's own data is kept as it comes, and given with its time where nobody answers", async () => {
  await ask(["reports", "one", "1"], async () => "血常规");
  await vi.waitFor(() => expect(kept()).toEqual([`${A} ["reports","one","1"]`]));
  client.clear();
  expect(await ask(["reports", "one", "1"], () => Promise.reject(lost))).toBe("血常规");
  await expect(ask(["reports", "one", "2"], () => Promise.reject(lost))).rejects.toBe(lost);
  expect(await ask(["reports", "one", "1"], async () => "血常规（新）")).toBe("血常规（新）");
});

test("what the open page shows from this device says since when, until the server answers", async () => {
  await ask(["plan", "1"], async () => "多喝水");
  await vi.waitFor(() => expect(kept()).toHaveLength(1));
  client.clear();
  vi.useFakeTimers();
  let line: () => Promise<unknown> = () => Promise.reject(lost);
  const { QueryObserver } = await import("@tanstack/react-query");
  const stop = new QueryObserver<unknown, Error, unknown, unknown, readonly unknown[]>(client, {
    queryKey: ["plan", "1"],
    queryFn: () => line(),
    persister: askOrKept,
    retry: false,
  }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(100);
  expect(keptSince()).toBe([...rows.values()][0]?.createdAt);
  line = async () => "多喝水";
  await vi.advanceTimersByTimeAsync(6000);
  expect(keptSince()).toBeNull();
  stop();
  vi.useRealTimers();
});

test("what may be read no longer is not kept either", async () => {
  await ask(["appointments", "1"], async () => "周三");
  await vi.waitFor(() => expect(kept()).toHaveLength(1));
  const refusal = new ApiError({ code: "forbidden" });
  await expect(ask(["appointments", "1"], () => Promise.reject(refusal))).rejects.toBe(refusal);
  await vi.waitFor(() => expect(kept()).toEqual([]));
});

test("nothing of staff is kept, and of patients neither chats nor what the hospital says to all", async () => {
  await ask(["consultation-lines"], async () => ["…"]);
  await ask(["specialists", "search"], async () => ["…"]);
  clearSession();
  setSession({ accessToken: "two", me: { ...signedIn(A), role: "specialist" } });
  await ask(["reports", "one", "1"], async () => "血常规");
  await ask(["reports", "one", "1"], async () => "血常规");
  expect(kept()).toEqual([]);
});

test.each(["left by its owner", "over for the server"] as const)(
  "a session %s takes along what was kept",
  async (how) => {
    await keepPerson(signedIn(A), client);
    vi.mocked(forgetRows).mockClear();
    if (how === "left by its owner") clearSession();
    else expireSession("over");
    await vi.waitFor(() => expect(forgetRows).toHaveBeenCalledOnce());
    const [, , isGone] = vi.mocked(forgetRows).mock.calls[0] ?? [];
    expect([isGone?.({ accountId: A }), isGone?.({ accountId: "b" })]).toEqual([true, false]);
    await vi.waitFor(() => expect(keptFlag.isUp(A)).toBe(false));
  },
);

test("a start that the server refuses takes it along as well, though nobody was signed in on the page yet", async () => {
  vi.resetModules();
  localStorage.setItem("fuzhen.known", A);
  localStorage.setItem(`fuzhen.kept.${A}`, "1");
  const { expireSession } = await import("../session.tsx");
  await import("./forget-kept.ts");
  expireSession("over");
  await vi.waitFor(() => expect(localStorage.getItem(`fuzhen.kept.${A}`)).toBeNull());
});

test("who is known by this device alone is signed in for reading, and no more than that", () => {
  expect(isKeptSession()).toBe(false);
  readAsKept(signedIn("b".repeat(24)));
  expect(getSession().user?.id).toBe(A);
});
