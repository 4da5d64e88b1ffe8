import type { Page } from "@playwright/test";
import { makeHostileData, type HostileData } from "../../fixtures/hostile-data.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { arrive } from "../../support/page-measures.ts";

const test = journey();
test.describe.configure({ timeout: 240_000 });

let made: Promise<HostileData> | undefined;
const dataOn = (url: string) => (made ??= makeHostileData(url));

const oneSpaced = (text: string) => text.replaceAll(/\s+/g, " ").trim();

/** Watches a person's pages: what ran, what asked elsewhere. */
async function watch(page: Page, url: string) {
  const faults: string[] = [];
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const ours = origin === new URL(url).origin || origin === new URL(url).origin.replace("http", "ws");
    if (!ours && !["data:", "blob:"].includes(protocol)) faults.push(`asked ${request.url()}`);
  });
  // Whatever a script would call first.
  await page.addInitScript(() => {
    const ran = () => void document.documentElement.setAttribute("data-ran", "1");
    Object.assign(window, { alert: ran, prompt: ran, confirm: ran, print: ran });
  });
  return faults;
}

/** Opens a page: all texts stand there as they were typed, and nothing of them became part of the page. */
async function expectLiteral(page: Page, path: string, texts: readonly string[]): Promise<void> {
  await arrive(page, path);
  const shown = () =>
    page.evaluate(() => {
      const fields = [...document.querySelectorAll("input, textarea")].map((field) => "value" in field && field.value);
      const words = [...document.querySelectorAll("[title], [alt], [aria-label]")].flatMap((element) =>
        ["title", "alt", "aria-label"].map((name) => element.getAttribute(name) ?? ""),
      );
      return [document.body.textContent, ...fields, ...words].join("\n");
    });
  await expect
    .poll(async () => {
      const all = oneSpaced(await shown());
      return texts.filter((text) => !all.includes(oneSpaced(text)));
    }, `${path} shows what was typed`)
    .toEqual([]);
  const alive = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter(
        (element) =>
          (element.tagName === "SCRIPT" &&
            !element.hasAttribute("src") &&
            element.getAttribute("type") !== "application/json") ||
          ["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE", "APPLET"].includes(element.tagName) ||
          [...element.attributes].some(
            ({ name, value }) => name.startsWith("on") || /^\s*(javascript|vbscript|data:text)/i.test(value),
          ),
      )
      .map((element) => element.outerHTML.slice(0, 200)),
  );
  expect(alive, path).toEqual([]);
  expect(await page.locator("html").getAttribute("data-ran"), path).toBeNull();
}

test("what a patient sees is what was typed", async ({ people, stack }) => {
  const data = await dataOn(stack.url);
  const { typed } = data;
  const page = await people.patient();
  const faults = await watch(page, stack.url);
  await enterAs(page, stack.url, data.owner);
  const specialist = `/booking/specialists/${data.specialistId}`;
  await expectLiteral(page, "/", []);
  await expectLiteral(page, "/reports", [typed.title]);
  await expectLiteral(page, `/reports/${data.reportId}`, [typed.title, typed.performer]);
  await expectLiteral(page, "/booking", [typed.department]);
  await expectLiteral(page, specialist, [typed.department, typed.specialty, ...typed.about]);
  await expectLiteral(page, "/appointments", []);
  await expectLiteral(page, `/appointments/${data.openId}`, [typed.disease]);
  await expectLiteral(page, `/appointments/${data.cancelledId}`, [typed.cancelReason]);
  await expectLiteral(page, `/room/${data.roomId}`, typed.chat);
  await expectLiteral(page, `/plan/${data.signedRoomId}`, typed.plan);
  for (const path of ["/messages", "/notifications", "/me"]) await expectLiteral(page, path, []);
  expect(faults).toEqual([]);
});

test("what a specialist sees is what was typed", async ({ people, stack }) => {
  const data = await dataOn(stack.url);
  const { typed } = data;
  const page = await people.specialist();
  const faults = await watch(page, stack.url);
  await enterAs(page, stack.url, data.specialist);
  await expectLiteral(page, "/desk", []);
  const visit = [typed.disease, typed.title, ...typed.chat, typed.complaint, ...typed.illness, ...typed.plan];
  await expectLiteral(page, `/desk/${data.openId}`, visit);
  expect(faults).toEqual([]);
});

test("what an admin sees is what was typed", async ({ people, stack }) => {
  const data = await dataOn(stack.url);
  const { typed } = data;
  const page = await people.admin();
  const faults = await watch(page, stack.url);
  await enterAs(page, stack.url, data.admin);
  await expectLiteral(page, "/admin", []);
  await expectLiteral(page, "/admin/departments", [typed.department]);
  await expectLiteral(page, "/admin/specialists", [typed.department]);
  await expectLiteral(page, `/admin/schedules?specialist=${data.specialistId}`, []);
  expect(faults).toEqual([]);
});
