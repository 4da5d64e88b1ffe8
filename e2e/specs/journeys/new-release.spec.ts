import { cp, rm } from "node:fs/promises";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { newPatient } from "../../fixtures/patient-data.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";
import { built, layNextRelease } from "../../support/next-release.ts";

const folder = mkdtempSync(path.join(tmpdir(), "fuzhen-release-"));
const test = journey({ CLIENT_DIR: folder });
test.beforeAll(() => cp(built, folder, { recursive: true }));
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const tab = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name });
/** The script this page began with, and the one that a page would begin with that opens while the server is away. */
const running = (page: Page) =>
  page.evaluate(() => document.querySelector("script[type=module]")?.getAttribute("src") ?? "");
const kept = (page: Page) =>
  page.evaluate(async () => (await (await caches.match("/"))?.text())?.match(/type="module"[^>]*src="([^"]+)"/)?.[1]);

async function typeName(page: Page): Promise<void> {
  await tab(page, "我的").click();
  await page.getByRole("link", { name: "添加就诊人" }).click();
  await page.getByLabel("姓名").fill("赵小满");
}
async function expectName(page: Page): Promise<void> {
  await tab(page, "我的").click();
  await page.getByRole("link", { name: "添加就诊人" }).click();
  await expect(page.getByLabel("姓名")).toHaveValue("赵小满");
  await page.getByRole("button", { name: "返回" }).click();
}

test("a release meets pages of the one before it: they go on, the next start is the new one, and nothing typed is lost", async ({
  people,
  stack,
}) => {
  // One with a service worker that keeps all code, and one whose browser has none.
  const [with_, without] = [await people.patient(), await people.patient({ serviceWorkers: "block" })];
  for (const page of [with_, without]) {
    await signIn(page, await newPatient(stack.url));
    await typeName(page);
    await page.getByRole("button", { name: "返回" }).click();
  }
  await expect.poll(() => kept(with_), { timeout: 30_000 }).toBe(await running(with_));
  const before = await running(with_);

  await stack.kill();
  await layNextRelease(folder);
  await stack.start();
  const present = /type="module"[^>]*src="([^"]+)"/.exec(await (await fetch(stack.url)).text())?.[1] ?? "";
  expect(present).not.toBe(before);
  expect((await fetch(stack.url + before)).status).toBe(404);

  // Its code is gone from the server: it starts anew, at the page that was asked for.
  await tab(without, "消息").click();
  await expect(without.getByRole("heading", { level: 1, name: "消息" })).toBeVisible();
  expect(await running(without)).toBe(present);
  await expectName(without);

  // Here it was kept, and opens pages that it had not opened before.
  await tab(with_, "消息").click();
  await expect(with_.getByRole("heading", { level: 1, name: "消息" })).toBeVisible();
  expect(await running(with_)).toBe(before);
  await with_.reload();
  await expect(with_.getByRole("heading", { level: 1, name: "消息" })).toBeVisible();
  expect(await running(with_)).toBe(present);
  await expectName(with_);
  await expect.poll(() => kept(with_), { timeout: 30_000 }).toBe(present);
  await stack.kill();
  await with_.reload();
  await expect(tab(with_, "报告")).toBeVisible();
  expect(await running(with_)).toBe(present);
});
