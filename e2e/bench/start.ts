import { chromium, type BrowserContextOptions, type Page } from "@playwright/test";
import { placesOf } from "../fixtures/places.ts";
import { signIn, type Account } from "../fixtures/sign-in.ts";
import { measureScripts } from "../support/measure-scripts.ts";
import { startStack } from "../support/stack.ts";

// ready_ms: warm start (data there, build there) of the real server until /readyz answers, median of five.
// *_js_gz_kb: JavaScript that a browser with a session and an empty cache downloads until a page is drawn, gzipped, in kB of
// 1000 bytes: first (a patient's home), room (a patient's open visit), desk (a specialist's worklist).
// *_with_live_gz_kb: the same with what follows by itself, such as the live connection and the outbox of a visit.
const RUNS = 5;
const stack = await startStack({ LOG_LEVEL: "warn" });
const times: number[] = [];
for (let run = 0; run < RUNS; run++) {
  await stack.kill();
  const began = performance.now();
  await stack.start();
  times.push(Math.round(performance.now() - began));
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--disable-background-networking", "--no-first-run"],
});
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
};
const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: "zh-CN" };

/** The way somebody comes back to each place: signed in, with nothing in the cache. */
async function downloadsOf(
  device: BrowserContextOptions,
  account: Account,
  drawnAt: readonly [path: string, drawn: (page: Page) => Promise<void>][],
) {
  // With an empty cache, and nothing kept by the service worker.
  const context = await browser.newContext({ baseURL: stack.url, serviceWorkers: "block", ...device });
  const first = await context.newPage();
  await signIn(first, account);
  await first.waitForLoadState("networkidle");
  await first.close();
  const sizes: { drawn: number; live: number }[] = [];
  for (const [path, drawn] of drawnAt) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    const scripts = measureScripts(page);
    // A page without hurry opens the live connection only after it has been calm for some seconds.
    const live = page.waitForEvent("websocket");
    await page.goto(path, { waitUntil: "commit" });
    await drawn(page);
    const kilobytes = await scripts.kilobytes();
    await live;
    await page.waitForLoadState("networkidle");
    sizes.push({ drawn: kilobytes, live: await scripts.kilobytes() });
    await page.close();
  }
  await context.close();
  return sizes;
}

try {
  const places = await placesOf(stack.url);
  const room = places.ofPatient.find(({ name }) => name === "room")?.path ?? "";
  const [home, visit] = await downloadsOf(phone, places.patient, [
    ["/", (page) => page.getByRole("navigation", { name: "主导航" }).waitFor()],
    [room, (page) => page.getByRole("log").getByRole("listitem").first().waitFor()],
  ]);
  const [worklist] = await downloadsOf(desk, places.specialist, [
    ["/desk", (page) => page.getByText("李建国").first().waitFor()],
  ]);
  console.log(
    JSON.stringify({
      name: "start",
      ready_ms: times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)],
      first_js_gz_kb: home?.drawn,
      with_live_gz_kb: home?.live,
      room_js_gz_kb: visit?.drawn,
      room_with_live_gz_kb: visit?.live,
      desk_js_gz_kb: worklist?.drawn,
      desk_with_live_gz_kb: worklist?.live,
    }),
  );
} finally {
  await browser.close();
  await stack.stop();
}
