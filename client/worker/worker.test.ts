// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepShell, type Release, type Scope } from "./worker.ts";

const OWN = "https://fuzhen.example";
const release: Release = {
  entry: "/assets/main-2.js",
  roles: {
    patient: ["/assets/main-2.js", "/assets/home-2.js"],
    specialist: ["/assets/main-2.js", "/assets/desk-2.js"],
  },
};
const index = '<script type="module" src="/assets/main-2.js"></script>';
const pathOf = (request: RequestInfo | URL) =>
  new URL(request instanceof Request ? request.url : String(request), OWN).pathname;

/** A worker in a world of its own: what lies in the cache, what the server answers, how many pages are open. */
function begin({ kept = {}, pages = 1 }: { kept?: Record<string, string>; pages?: number } = {}) {
  const store = new Map(Object.entries(kept));
  const server = vi.fn(async (request: RequestInfo | URL): Promise<Response> => {
    const path = pathOf(request);
    return new Response(path.startsWith("/assets/") ? `code of ${path}` : index);
  });
  const match = async (request: RequestInfo | URL) => {
    const text = store.get(pathOf(request));
    return text === undefined ? undefined : new Response(text);
  };
  const cache = {
    match,
    put: async (path: string, answer: Response) => void store.set(path, await answer.text()),
    keys: async () => [...store.keys()].map((path) => ({ url: OWN + path })),
    delete: async ({ url }: { url: string }) => store.delete(pathOf(url)),
  };
  const heard = new Map<string, (event: never) => void>();
  const scope = {
    addEventListener: (name: string, run: (event: never) => void) => heard.set(name, run),
    caches: { match, open: async () => cache },
    clients: { claim: async () => undefined, matchAll: async () => Array.from({ length: pages }) },
    fetch: server,
    location: { origin: OWN },
    registration: {},
    skipWaiting: async () => undefined,
  };
  keepShell(scope as unknown as Scope, release);
  /** Undefined where the worker leaves the request to the browser. */
  const ask = (path: string, part: { mode?: string; method?: string } = {}): Promise<Response> | undefined => {
    let answer: Promise<Response> | undefined;
    const request = { method: "GET", mode: "cors", url: new URL(path, OWN).href, ...part };
    heard.get("fetch")?.({ request, respondWith: (given: Promise<Response>) => (answer = given) } as never);
    return answer;
  };
  const say = async (data: unknown) => {
    let work: Promise<unknown> | undefined;
    heard.get("message")?.({ data, waitUntil: (given: Promise<unknown>) => (work = given) } as never);
    await work;
  };
  const open = (path = "/reports") => ask(path, { mode: "navigate" });
  return { ask, open, say, server, store };
}
const textOf = async (answer: Promise<Response> | undefined) => (await answer)?.text();
const whole = { "/": "kept page", "/assets/main-2.js": "1", "/assets/home-2.js": "2" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what the API says, other origins, writing and what an operator asks are none of its business", () => {
  const { ask } = begin({ kept: whole });
  for (const path of [
    "/api/reports",
    "/api",
    "/socket.io/?EIO=4",
    "/healthz",
    "/metrics",
    "https://other.example/assets/a.js",
  ])
    expect(ask(path, { mode: "navigate" }), `${path} is left alone`).toBeUndefined();
  expect(ask("/assets/main-2.js", { method: "POST" })).toBeUndefined();
  expect(ask("/icon.svg")).toBeUndefined();
});

test("the server's page comes first; the kept one when the line is away, the server away or silent", async () => {
  const { open, server } = begin({ kept: whole });
  expect(await textOf(open())).toBe(index);
  server.mockRejectedValueOnce(new TypeError("offline"));
  expect(await textOf(open())).toBe("kept page");
  server.mockResolvedValueOnce(new Response("nginx", { status: 502 }));
  expect(await textOf(open())).toBe("kept page");
  server.mockReturnValueOnce(new Promise(() => undefined));
  const silent = textOf(open());
  await vi.advanceTimersByTimeAsync(2600);
  expect(await silent).toBe("kept page");
});

test("without a kept page the browser's own error is shown, and no page of a server error is taken for one", async () => {
  const { open, server, say, store } = begin();
  server.mockRejectedValueOnce(new TypeError("offline"));
  await expect(open()).rejects.toThrow("offline");
  server.mockImplementation(async () => new Response("nginx", { status: 502 }));
  await say({ keep: "patient", entry: release.entry });
  expect(store.size).toBe(0);
});

test("a calm moment keeps the role's code and then the page, and fetches nothing twice", async () => {
  const { say, server, store, ask } = begin();
  await say({ keep: "patient", entry: release.entry });
  expect([...store.keys()]).toEqual(["/assets/main-2.js", "/assets/home-2.js", "/"]);
  await say({ keep: "patient", entry: release.entry });
  expect(server.mock.calls.map(([request]) => pathOf(request)).filter((path) => path !== "/")).toHaveLength(2);
  server.mockRejectedValue(new TypeError("offline"));
  expect(await textOf(ask("/assets/home-2.js"))).toBe("code of /assets/home-2.js");
});

test("cut off, it keeps what has come but not the page, and goes on at the next calm moment", async () => {
  const { say, server, store } = begin();
  server.mockImplementationOnce(async () => new Response("code")).mockRejectedValueOnce(new TypeError("offline"));
  await say({ keep: "patient", entry: release.entry });
  expect([...store.keys()]).toEqual(["/assets/main-2.js"]);
  await say({ keep: "patient", entry: release.entry });
  expect(store.get("/")).toBe(index);
});

test("older code stays while a page may run on it, and the page of another release is not taken", async () => {
  const old = { "/": "old page", "/assets/main-1.js": "old" };
  const two = begin({ kept: old, pages: 2 });
  await two.say({ keep: "patient", entry: release.entry });
  expect(two.store.get("/assets/main-1.js")).toBe("old");
  const asker = begin({ kept: old });
  await asker.say({ keep: "patient", entry: "/assets/main-1.js" });
  expect(asker.store.get("/assets/main-1.js")).toBe("old");
  const one = begin({ kept: old });
  await one.say({ keep: "patient", entry: release.entry });
  expect([...one.store.keys()].toSorted()).toEqual(["/", "/assets/home-2.js", "/assets/main-2.js"]);
  const rollout = begin({ kept: old });
  rollout.server.mockImplementation(async () => new Response('<script src="/assets/main-1.js">'));
  await rollout.say({ keep: "patient", entry: release.entry });
  expect(rollout.store.get("/")).toBe("old page");
});
