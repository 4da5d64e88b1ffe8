import { afterEach, beforeEach, expect, test, vi } from "vitest";

const begin = {
  files: ["/home.js", "/zh.js", "/en.js", "/sign.js", "/welcome.js", "/reports.js"],
  places: [
    ["^/sign-in$", [3], [], [], []],
    ["^/$", [0], [1], [2], ["/appointments"]],
    ["^/reports$", [5], [], [], []],
  ],
  open: [["^/$", [4], [1], [2], []]],
};
const person = { id: "a".repeat(24), role: "patient" };
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  document.head.innerHTML = `<script type="application/json" id="begin">${JSON.stringify(begin)}</script>`;
  document.documentElement.lang = "zh-CN";
  localStorage.clear();
  window.history.replaceState(null, "", "/");
  fetched.mockReset().mockImplementation(async () => new Response(JSON.stringify({ accessToken: "t", me: person })));
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("navigator", { locks: { request: (_: string, run: () => Promise<unknown>) => run() } });
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
  window.earlySession = undefined;
  window.earlyCalls = undefined;
});

const run = () => import("./first-script.ts");
const preloaded = () => [...document.head.querySelectorAll("link")].map((link) => link.getAttribute("href"));
const asked = () => fetched.mock.calls.map(([url]) => url);

test("who was signed in here is asked for at once, with the code of the page and what it asks first", async () => {
  localStorage.setItem("fuzhen.known", person.id);
  await run();
  expect(preloaded()).toEqual(["/home.js", "/zh.js"]);
  await vi.waitFor(() => expect(asked()).toEqual(["/api/sessions/refresh", "/api/appointments"]));
  const [, call] = fetched.mock.calls;
  expect(new Headers(call?.[1]?.headers).get("authorization")).toBe("Bearer t");
  expect(new Headers(call?.[1]?.headers).get("x-fuzhen-person")).toBe(person.id);
});

test.each([
  ["nobody was ever signed in", null],
  ["the last one has signed out", `ended:${person.id}`],
])(
  "where %s, an open page begins with its own code, any other with the sign-in page's, and nothing is asked",
  async (_, trace) => {
    if (trace !== null) localStorage.setItem("fuzhen.known", trace);
    await run();
    expect(preloaded()).toEqual(["/welcome.js", "/zh.js"]);
    for (const link of document.head.querySelectorAll("link")) link.remove();
    vi.resetModules();
    window.history.replaceState(null, "", "/reports");
    await run();
    expect(preloaded()).toEqual(["/sign.js"]);
    expect(fetched).not.toHaveBeenCalled();
  },
);

test("staff are asked for, but nothing of a patient's page is", async () => {
  localStorage.setItem("fuzhen.known", person.id);
  fetched.mockImplementation(async () => new Response(JSON.stringify({ accessToken: "t", me: { role: "admin" } })));
  await run();
  await (await window.earlySession)?.json();
  expect(asked()).toEqual(["/api/sessions/refresh"]);
  expect(window.earlyCalls).toBeUndefined();
});

test("language, theme and large letters are there before anything is drawn; a broken store counts as none", async () => {
  localStorage.setItem("fuzhen.prefs", JSON.stringify({ language: "en", theme: "dark", elder: true }));
  localStorage.setItem("fuzhen.known", person.id);
  await run();
  const { documentElement: root } = document;
  expect([root.lang, root.dataset["theme"], root.hasAttribute("data-elder")]).toEqual(["en", "dark", true]);
  expect(preloaded()).toEqual(["/home.js", "/en.js"]);
  root.removeAttribute("data-elder");
  delete root.dataset["theme"];
  root.lang = "zh-CN";
  vi.resetModules();
  localStorage.setItem("fuzhen.prefs", "{not json");
  await run();
  expect([root.lang, root.dataset["theme"], root.hasAttribute("data-elder")]).toEqual(["zh-CN", undefined, false]);
});
