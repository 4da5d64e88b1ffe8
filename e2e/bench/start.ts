import { chromium } from "@playwright/test";
import { measureScripts } from "../support/measure-scripts.ts";
import { startStack } from "../support/stack.ts";

// ready_ms: warm start (data there, build there) of the real server until /readyz answers, median of five.
// first_js_gz_kb: JavaScript a phone downloads for the patient's first page (home, signed in), until it is drawn;
// with_live_gz_kb counts what follows after the first paint as well (the live connection).
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
try {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
    locale: "zh-CN",
  });
  const page = await context.newPage();
  await page.goto(`${stack.url}/sign-in`);
  const patient = (
    (await (await fetch(`${stack.url}/api/accounts/demo`)).json()) as {
      role: string;
      phone: string;
      password: string;
    }[]
  ).find((account) => account.role === "patient");
  if (!patient) throw new Error("no demo patient");
  await page.getByLabel("手机号", { exact: true }).fill(patient.phone);
  await page.getByLabel("密码", { exact: true }).fill(patient.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("navigation", { name: "主导航" }).waitFor();
  await page.close();

  // A fresh page with an empty cache and the session cookie: the way a patient comes back.
  const home = await context.newPage();
  const session = await context.newCDPSession(home);
  await session.send("Network.clearBrowserCache");
  const scripts = measureScripts(home);
  const live = home.waitForEvent("websocket");
  await home.goto(`${stack.url}/`, { waitUntil: "commit" });
  await home.getByRole("navigation", { name: "主导航" }).waitFor();
  const first = await scripts.kilobytes();
  // The live connection comes only after the page has been calm for some seconds.
  await live;
  const withLive = await scripts.kilobytes();
  console.log(
    JSON.stringify({
      name: "start",
      ready_ms: times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)],
      first_js_gz_kb: first,
      with_live_gz_kb: withLive,
    }),
  );
} finally {
  await browser.close();
  await stack.stop();
}
