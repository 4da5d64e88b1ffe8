import { chromium, type Page } from "@playwright/test";
import { newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";

/** 50 kB/s and 400 ms for each round trip; what is in the cache is not asked for. */
async function badLine(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
}

/** How long after the next click the page shows anything new, in ms. */
const untilAnswered = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const watch = () => {
          const began = performance.now();
          const seen = new MutationObserver(() => resolve(performance.now() - began));
          seen.observe(document.body, { subtree: true, childList: true, attributes: true });
        };
        addEventListener("click", watch, { capture: true, once: true });
      }),
  );

test("on 50 kB/s and 400 ms there are words within 1.5 s of the first byte, and a tap answers at once", async ({
  people,
  stack,
}) => {
  const page = await people.patient({ serviceWorkers: "block" });
  await badLine(page);
  await page.goto("/sign-in", { waitUntil: "commit" });
  const words = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const [began] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
        new PerformanceObserver((list) => {
          const painted = list.getEntriesByName("first-contentful-paint")[0];
          if (painted) resolve(painted.startTime - (began?.responseStart ?? 0));
        }).observe({ type: "paint", buffered: true });
      }),
  );
  expect(words).toBeLessThan(1500);

  await signIn(page, await newPatient(stack.url));
  const link = page.getByRole("navigation").getByRole("link", { name: "消息" });
  await expect(link).toBeVisible();
  const answered = untilAnswered(page);
  await link.click();
  expect(await answered).toBeLessThan(300);
  await expect(page.getByRole("heading", { level: 1, name: "消息" })).toBeVisible();
});

test("the manifest is whole: Chromium offers to install the product", async ({ stack }) => {
  // People of journeys are in private windows, where nothing is installed.
  const context = await chromium.launchPersistentContext("", {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  });
  const page = await context.newPage();
  await page.goto(stack.url);
  const session = await context.newCDPSession(page);
  const { errors, data } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? "{}")).toMatchObject({
    name: "复诊桥 Fuzhen",
    short_name: "复诊桥",
    display: "standalone",
  });
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  await context.close();
});
