import type { Page } from "@playwright/test";
import { newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";

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

test("a reload while the server is away says so within five seconds, and all goes on when it is back", async ({
  people,
  stack,
}) => {
  const patient = await people.patient();
  await signIn(patient, await newPatient(stack.url));
  await expect.poll(() => isKept(patient), { timeout: 30_000 }).toBe(true);
  await stack.kill();
  const began = Date.now();
  await patient.reload();
  await expect(patient.getByText("暂时连不上")).toBeVisible();
  expect(Date.now() - began).toBeLessThan(5000);
  await patient.getByRole("button", { name: "再试一次" }).click();
  await expect(patient.getByText("暂时连不上")).toBeVisible();
  await stack.start();
  await expect(tab(patient, "报告")).toBeVisible();
  await expect(patient.getByText("暂时连不上")).toHaveCount(0);
});
