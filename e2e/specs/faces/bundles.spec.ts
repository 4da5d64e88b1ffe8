import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";
import { measureScripts } from "../../support/measure-scripts.ts";
import { arrive, goOn } from "../../support/page-measures.ts";

declare global {
  interface Window {
    earlyCalls?: { calls: Map<string, unknown> };
  }
}

/**
 * Names found in antd's code only (the class of its icons, its style engine). The test of the desk shows that they are
 * found where antd is.
 */
const antd = /anticon|antCssVar|ant-design/;

/** Everything the browser asks for from here on. */
function watch(page: Page): { foreign: () => string[]; scripts: () => Promise<Map<string, string>> } {
  const home = page.context();
  const asked: string[] = [];
  home.on("request", (request) => asked.push(request.url()));
  page.on("websocket", (socket) => asked.push(socket.url().replace(/^ws/, "http")));
  return {
    foreign: () =>
      asked.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== new URL(page.url()).origin),
    // Read from the server: the browser lets go of a response with the page that asked for it.
    scripts: async () => {
      const urls = new Set(asked.filter((url) => new URL(url).pathname.endsWith(".js")));
      return new Map(await Promise.all([...urls].map(async (url) => [url, await (await fetch(url)).text()] as const)));
    },
  };
}

/** The document's own complaints about what its content policy forbids, on every page of a context. */
async function violationsIn(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction("tellViolation", (words: string) => found.push(words));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const tell = (window as unknown as { tellViolation: (words: string) => void }).tellViolation;
      tell(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return found;
}

test("the patient's first page is 110 kB of JavaScript at most, all named in the page itself, and asks nothing twice", async ({
  people,
  places,
}) => {
  const before = await people.patient();
  await signIn(before, places.patient);
  const page = await before.context().newPage();
  await before.close();
  // The way a patient comes back: a session, but nothing in the cache.
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  const scripts = measureScripts(page);
  const calls: string[] = [];
  page.on("request", (asked) => void (asked.url().includes("/api/") && calls.push(asked.url())));
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "下一次复诊" })).toBeVisible();
  const waves = await page.evaluate(() => {
    const begun = new Set(
      [...document.querySelectorAll("link[rel=modulepreload], script[src]")].map(
        (tag) => tag.getAttribute("href") ?? tag.getAttribute("src"),
      ),
    );
    return performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith(".js") && !begun.has(path));
  });
  expect(waves, "scripts that the page did not name").toEqual([]);
  expect(calls.toSorted()).toEqual([...new Set(calls)].toSorted());
  // The early calls (client/vite/first-page) are those that the page makes.
  expect(await page.evaluate(() => window.earlyCalls?.calls.size)).toBe(0);
  expect(await scripts.kilobytes()).toBeLessThanOrEqual(110);
  expect(await scripts.kilobytes()).toBeGreaterThan(50);
});

test("a page brings the words of one language; the other comes when it is chosen, and the page stays", async ({
  people,
  places,
}) => {
  const page = await people.patient();
  const watched = watch(page);
  const bring = async (words: string) => [...(await watched.scripts()).values()].some((text) => text.includes(words));
  await signIn(page, places.patient);
  await arrive(page, "/me");
  expect(await bring("字更大，按钮更大")).toBe(true);
  expect(await bring("Bigger words and buttons")).toBe(false);
  await page.evaluate(() => document.body.setAttribute("data-same", ""));
  await page.getByLabel("语言 Language").selectOption("en");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("navigation", { name: "Main navigation" }).getByText("Reports")).toBeVisible();
  expect(await bring("Bigger words and buttons")).toBe(true);
  await expect(page.locator("body")).toHaveAttribute("data-same", "");
  // Pages opened later download English only, and a reloaded page shows no Chinese first.
  await page.getByRole("link", { name: "Home", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Next follow-up" })).toBeVisible();
  await arrive(page, "/");
  await expect(page.getByRole("heading", { name: "Next follow-up" })).toBeVisible();
});

test("no patient page fetches the desk, a foreign host, or what the content policy forbids", async ({
  people,
  places,
}) => {
  const patient = await people.patient();
  const violations = await violationsIn(patient);
  const watched = watch(patient);
  for (const { path } of places.public) await goOn(patient, path);
  await signIn(patient, places.patient);
  for (const { path } of places.ofPatient) await goOn(patient, path);
  const desk = [...(await watched.scripts())].filter(([, text]) => antd.test(text)).map(([url]) => url);
  expect(desk, "antd on a phone").toEqual([]);
  expect(watched.foreign()).toEqual([]);
  expect(violations).toEqual([]);
});

test("the desks ask no foreign host and break no content policy, and bring no phone pages", async ({
  people,
  places,
}) => {
  for (const [account, pages] of [
    [places.specialist, places.ofSpecialist],
    [places.admin, places.ofAdmin],
    [places.security, places.ofSecurity],
    [places.auditor, places.ofAuditor],
  ] as const) {
    const page = await people.specialist();
    const violations = await violationsIn(page);
    const watched = watch(page);
    await signIn(page, account);
    for (const { path } of pages) await goOn(page, path);
    const scripts = await watched.scripts();
    expect(
      [...scripts.values()].some((text) => antd.test(text)),
      "the desk is made with antd",
    ).toBe(true);
    expect([...scripts.values()].some((text) => text.includes("第一次用，四步就能约上"))).toBe(false);
    expect(watched.foreign()).toEqual([]);
    expect(violations).toEqual([]);
  }
});

test("every answer carries the strict headers", async ({ stack }) => {
  for (const path of ["/", "/api/organizations", "/api/docs", "/no-such-page", "/api/no-such-call"]) {
    const { headers } = await fetch(stack.url + path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy, path).toContain("default-src 'self'");
    expect(policy, path).toContain("object-src 'none'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy.match(/script-src[^;]*/)?.[0], path).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*/);
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("referrer-policy"), path).toBe("no-referrer");
  }
});
