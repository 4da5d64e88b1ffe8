import type { Page } from "@playwright/test";
import { makeHostileData, type HostileData } from "../../fixtures/hostile-data.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { tileOf } from "../../fixtures/report-acts.ts";
import { openSecurity, plugInAuthenticator } from "../../fixtures/security-acts.ts";
import { arrive } from "../../support/page-measures.ts";

const test = journey();

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
  await expectNothingAlive(page, path);
}

/** Nothing that was typed became a part of the page, and nothing of it ran. */
async function expectNothingAlive(page: Page, place: string): Promise<void> {
  const alive = await page.evaluate(async () => {
    // What stands in the document as it is served is our own.
    const served = await (await fetch("/")).text();
    return [...document.querySelectorAll("*")]
      .filter(
        (element) =>
          (element.tagName === "SCRIPT" &&
            !element.hasAttribute("src") &&
            element.getAttribute("type") !== "application/json" &&
            !served.includes(element.textContent)) ||
          ["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE", "APPLET"].includes(element.tagName) ||
          [...element.attributes].some(
            ({ name, value }) => name.startsWith("on") || /^\s*(javascript|vbscript|data:text)/i.test(value),
          ),
      )
      .map((element) => element.outerHTML.slice(0, 200));
  });
  expect(alive, place).toEqual([]);
  expect(await page.locator("html").getAttribute("data-ran"), place).toBeNull();
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
  await expectLiteral(page, `/reports/${data.refusedReportId}`, [typed.title, typed.performer, typed.fileName]);
  await expectLiteral(page, "/booking", [typed.department]);
  const shown = [typed.department, typed.specialty, typed.practiceScope, ...typed.about];
  await expectLiteral(page, specialist, shown);
  await expectLiteral(page, "/appointments", []);
  await expectLiteral(page, `/appointments/${data.openId}`, [typed.disease, typed.diagnosedAt, typed.message]);
  await expectLiteral(page, `/appointments/${data.cancelledId}`, [typed.cancelReason]);
  await expectLiteral(page, `/appointments/${data.declinedId}`, [typed.declineReason]);
  await expectLiteral(page, `/room/${data.roomId}`, typed.chat);
  await expectLiteral(page, `/plan/${data.signedRoomId}`, [typed.complaint, ...typed.plan]);
  const patient = `/me/patients/${data.owner.patient.id}`;
  for (const path of ["/messages", "/notifications", "/me", patient, `${patient}/access-log`])
    await expectLiteral(page, path, []);

  await test.step("a file's name, before it is sent: the phone shows it itself", async () => {
    await arrive(page, "/reports/add");
    const file = { name: typed.fileName, mimeType: "image/jpeg", buffer: Buffer.from("no picture") };
    await page.getByLabel("相册或文件").setInputFiles(file);
    await expect(tileOf(page, typed.fileName)).toBeVisible();
    await expectNothingAlive(page, "/reports/add");
  });
  expect(faults).toEqual([]);
});

test("what a specialist sees is what was typed", async ({ people, stack }) => {
  const data = await dataOn(stack.url);
  const { typed } = data;
  const page = await people.specialist();
  const faults = await watch(page, stack.url);
  await enterAs(page, stack.url, data.specialist);
  await expectLiteral(page, "/desk", []);
  const { disease, diagnosedAt, message, title, complaint, chat, illness, plan } = typed;
  const visit = [disease, diagnosedAt, message, title, complaint, ...chat, ...illness, ...plan];
  await expectLiteral(page, `/desk/${data.openId}`, visit);
  await expectLiteral(page, `/desk/${data.declinedId}`, [disease, typed.declineReason]);

  await test.step("a passkey's name, in the list and in the question before it goes", async () => {
    await plugInAuthenticator(page);
    const security = await openSecurity(page);
    await security.getByRole("button", { name: "添加验证方式" }).click();
    const adding = page.getByRole("dialog", { name: "添加验证方式" });
    await adding.getByRole("button", { name: "用通行密钥" }).click();
    await adding.getByLabel("名称").fill(typed.factorName);
    await adding.getByRole("button", { name: "创建通行密钥" }).click();
    await expect(adding).toBeHidden();
    await security.getByRole("button", { name: `移除 ${typed.factorName}` }).click();
    await expect(page.getByRole("dialog", { name: `移除“${typed.factorName}”？` })).toBeVisible();
    await expect(security.getByRole("listitem").filter({ hasText: typed.factorName })).toBeVisible();
    await expectNothingAlive(page, "登录与安全");
  });
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

  await test.step("the form of a specialist, filled with what stands there", async () => {
    await arrive(page, "/admin/specialists");
    await page.getByRole("row").filter({ hasText: "陈静宜" }).getByRole("button", { name: "修改" }).click();
    const form = page.getByRole("dialog", { name: /陈静宜/ });
    await expect(form.getByLabel("执业范围")).toHaveValue(typed.practiceScope);
    await expect(form.getByLabel("简介")).toHaveValue(typed.about.join("\n"));
    await expect(form.getByText(typed.specialty, { exact: true }).first()).toBeVisible();
    await expectNothingAlive(page, "/admin/specialists");
  });
  expect(faults).toEqual([]);
});

test("what an auditor sees of emergencies is what was typed", async ({ people, stack }) => {
  const data = await dataOn(stack.url);
  const { emergency, judgedEmergency, review } = data.typed;
  const page = await people.admin();
  const faults = await watch(page, stack.url);
  await enterAs(page, stack.url, data.auditor);
  await expectLiteral(page, "/admin?scope=reviewed", [...judgedEmergency, ...review]);
  await expectLiteral(page, "/admin", emergency);
  await expectLiteral(page, "/admin/audit", []);

  await test.step("the form of a review, with the words to judge by", async () => {
    await arrive(page, "/admin");
    await page.getByRole("row").filter({ hasText: "周明远" }).getByRole("button", { name: "审核" }).click();
    await expect(page.getByRole("dialog")).toContainText(emergency[0] ?? "");
    await expectNothingAlive(page, "/admin");
  });
  expect(faults).toEqual([]);
});
