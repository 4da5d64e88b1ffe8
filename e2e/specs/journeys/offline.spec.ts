import type { Page } from "@playwright/test";
import { entryOf, saidIn, say } from "../../fixtures/chat-acts.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { addReport, newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";
import { openVisit } from "../../fixtures/visit.ts";

/** The service worker has all it keeps, and answers for this page. */
const isKept = (page: Page) =>
  page.evaluate(async () => Boolean(navigator.serviceWorker.controller && (await caches.match("/"))));
const away = (page: Page) => page.getByRole("alert").filter({ hasText: "暂时连不上" });
const tab = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name });

test("off line, a tab that was never opened says so beside the tabs, and opens by itself when the line is back", async ({
  people,
  stack,
}) => {
  // As in the first seconds, or where the browser refuses workers.
  const patient = await people.patient({ serviceWorkers: "block" });
  await signIn(patient, await newPatient(stack.url));
  await expect(patient.getByText("第一次用，四步就能约上")).toBeVisible();
  await patient.context().setOffline(true);
  await tab(patient, "报告").click();
  await expect(away(patient)).toBeVisible();
  await tab(patient, "首页").click();
  await expect(away(patient)).toHaveCount(0);
  await tab(patient, "报告").click();
  await expect(away(patient)).toBeVisible();
  await patient.context().setOffline(false);
  await expect(patient.getByRole("heading", { name: "报告", exact: true })).toBeVisible();
  await expect(away(patient)).toHaveCount(0);
});

/** How many rows of read data lie on this device. */
const keptRows = (page: Page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes("fuzhen-kept")) return 0;
    return new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open("fuzhen-kept");
      opening.addEventListener("error", () => reject(opening.error));
      opening.onsuccess = () => {
        const counting = opening.result.transaction("rows").objectStore("rows").count();
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
  });

test("the server is away: a reload says so within five seconds, what was read stays readable, and all goes on by itself", async ({
  people,
  stack,
}) => {
  const [reader, other] = [await people.patient(), await people.patient()];
  const account = await newPatient(stack.url);
  await addReport(stack.url, account, "laboratory", ["lab-report-photos/bloodtestreport1_redacted.jpg"]);
  await signIn(reader, account);
  await tab(reader, "报告").click();
  await reader.getByRole("link", { name: /肾功能/ }).click();
  await expect(reader.getByText("鸡西市人民医院")).toBeVisible();
  // A browser that gives no storage.
  await other.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await signIn(other, await newPatient(stack.url, "李桂英"));
  for (const page of [reader, other]) await expect.poll(() => isKept(page), { timeout: 30_000 }).toBe(true);
  await expect.poll(() => keptRows(reader)).toBeGreaterThan(3);

  await stack.kill();
  const began = Date.now();
  await other.reload();
  await expect(other.getByText("暂时连不上")).toBeVisible();
  expect(Date.now() - began).toBeLessThan(5000);
  await reader.reload();
  await expect(reader.getByText("鸡西市人民医院")).toBeVisible();
  await expect(reader.getByRole("status").getByText(/^离线/)).toBeVisible();
  await reader.getByRole("button", { name: "返回" }).click();
  await expect(reader.getByText("肾功能")).toBeVisible();
  await tab(reader, "预约").click();
  await expect(reader.getByRole("heading", { name: "预约", exact: true })).toBeVisible();
  await tab(reader, "报告").click();
  await stack.start();

  await expect(tab(other, "报告")).toBeVisible();
  await expect(other.getByText("暂时连不上")).toHaveCount(0);
  await expect(reader.getByText(/^离线/)).toHaveCount(0);
  // Signing out leaves nothing of it (R69).
  await tab(reader, "我的").click();
  await reader.getByRole("button", { name: "退出登录" }).click();
  await reader.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
  await expect(reader).toHaveURL(/sign-in/);
  await expect.poll(() => keptRows(reader)).toBe(0);
});

test("a browser without storage sends all the same, and says what that means", async ({ people, stack }) => {
  const visit = await openVisit(stack.url, "沈月华");
  const patient = await people.patient();
  await patient.addInitScript(() => Object.defineProperty(globalThis, "indexedDB", { value: undefined }));
  const specialist = await people.specialist();
  await enterAs(specialist, stack.url, visit.doctor);
  await enterAs(patient, stack.url, visit.owner);
  await specialist.goto(visit.deskPath);
  await patient.goto(visit.roomPath);
  await say(patient, "没有存储也能说");
  await expect(entryOf(specialist, "没有存储也能说")).toBeVisible();

  await patient.context().setOffline(true);
  await say(patient, "断线时写的");
  await expect(entryOf(patient, "断线时写的")).toContainText("这个浏览器不让保存");
  await patient.context().setOffline(false);
  await expect(entryOf(specialist, "断线时写的")).toBeVisible();
  const both = ["没有存储也能说", "断线时写的"];
  for (const page of [patient, specialist]) await expect.poll(() => saidIn(page, both)).toEqual(both);
});
