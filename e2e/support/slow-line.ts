import type { Page } from "@playwright/test";

/** A cheap phone on a slow 4G line, as Lighthouse throttles: round trip in ms, bytes a second, and how much slower it computes. */
const LINE = { latency: 562, downloadThroughput: 1_470_000 / 8, uploadThroughput: 750_000 / 8 };
const CPU_SLOWER = 4;

/** From now on the page lives on a slow line and a slow processor, and nothing is in the cache. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await session.send("Network.emulateNetworkConditions", { offline: false, ...LINE });
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWER });
}

/** Largest contentful paint in ms since the navigation began: the last one that the browser has told. */
export const largestPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(Math.round(list.getEntries().at(-1)?.startTime ?? 0))).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );
