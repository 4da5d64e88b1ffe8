import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type BrowserContextOptions, type Page } from "@playwright/test";
import { placesOf } from "../fixtures/places.ts";
import { signIn, type Account } from "../fixtures/sign-in.ts";
import { median } from "../support/bench-numbers.ts";
import { largestPaint, slowDown } from "../support/slow-line.ts";
import { startStack } from "../support/stack.ts";

// patient_lcp_ms, desk_lcp_ms: largest contentful paint of the patient's home and of the specialist's worklist, signed in,
// with an empty cache, on slow 4G (562 ms, 1.47 Mbit/s) with a processor four times slower; median of RUNS.
// static_*_lcp_ms: a page of nothing but words from the same server in the same run; vs_static: how many times longer.
const RUNS = Number(process.argv[2] ?? 5);
const clientDir = path.resolve(import.meta.dirname, "..", "..", "client", "dist");

const words = "<p>在家把检查结果发给原来的医生，按时在线复诊，不用再为开一次药跑一趟医院。</p>".repeat(6);
const staticPage = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport"
  content="width=device-width, initial-scale=1"><title>复诊桥</title></head><body><h1>下一次复诊</h1>${words}</body></html>`;

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
};
const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: "zh-CN" };

const served = await mkdtemp(path.join(tmpdir(), "fuzhen-pages-"));
await cp(clientDir, served, { recursive: true });
await writeFile(path.join(served, "static.html"), staticPage);
const stack = await startStack({ LOG_LEVEL: "warn", CLIENT_DIR: served });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--disable-background-networking", "--no-first-run"],
});

/** A kind of device with somebody signed in: medians of the static page and of theirs, measured in turns. */
async function measure(
  device: BrowserContextOptions,
  account: Account,
  place: string,
  drawn: (page: Page) => Promise<void>,
) {
  // With an empty cache, and nothing kept by the service worker.
  const context = await browser.newContext({ baseURL: stack.url, serviceWorkers: "block", ...device });
  const first = await context.newPage();
  await signIn(first, account);
  await drawn(first);
  await first.close();
  const once = async (where: string, ready: (page: Page) => Promise<void>) => {
    const page = await context.newPage();
    await slowDown(page);
    await page.goto(where, { waitUntil: "commit" });
    await ready(page);
    await page.waitForLoadState("networkidle");
    const ms = await largestPaint(page);
    await page.close();
    return ms;
  };
  const own: number[] = [];
  const still: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    still.push(await once("/static.html", (page) => page.getByRole("heading").waitFor()));
    own.push(await once(place, drawn));
  }
  await context.close();
  process.stderr.write(`${place} ${own.join(" ")} · static ${still.join(" ")}\n`);
  return { own: median(own), still: median(still) };
}

try {
  const places = await placesOf(stack.url);
  const patient = await measure(phone, places.patient, "/", async (page) => {
    await page.getByRole("heading", { name: "下一次复诊" }).waitFor();
  });
  const specialist = await measure(desk, places.specialist, "/desk", async (page) => {
    await page.getByText("李建国").first().waitFor();
  });
  const times = (own: number, still: number) => Math.round((own / still) * 10) / 10;
  console.log(
    JSON.stringify({
      name: "pages",
      patient_lcp_ms: patient.own,
      desk_lcp_ms: specialist.own,
      static_phone_lcp_ms: patient.still,
      static_desk_lcp_ms: specialist.still,
      vs_static: { patient: times(patient.own, patient.still), desk: times(specialist.own, specialist.still) },
    }),
  );
} finally {
  await browser.close();
  await stack.stop();
  await rm(served, { recursive: true, force: true });
}
