import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, journey } from "../../fixtures/people.ts";
import { placesOf, type Place } from "../../fixtures/places.ts";
import { signIn } from "../../fixtures/sign-in.ts";
import { expectMoving } from "../../fixtures/call-acts.ts";
import { arrive } from "../../support/page-measures.ts";

// Not part of the run (playwright.config.ts): `SCREENSHOTS=1 playwright test specs/faces/screenshots.spec.ts`
// writes the pictures of the README anew.
const test = journey();
test.describe.configure({ timeout: 180_000 });

const folder = path.resolve(import.meta.dirname, "..", "..", "..", "docs", "screenshots");
/** What a picture in the repository may weigh. */
const limit = 150_000;

async function shoot(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
  expect((await stat(file)).size, name).toBeLessThan(limit);
}

const byName = (places: readonly Place[], name: string): string => {
  const found = places.find((place) => place.name === name);
  if (!found) throw new Error(`no place ${name}`);
  return found.path;
};

test("pages of the README", async ({ people, stack }) => {
  const places = await placesOf(stack.url);
  const phone = { deviceScaleFactor: 1.5 };
  const patient = await people.patient(phone);
  await arrive(patient, "/sign-in");
  await shoot(patient, "patient-sign-in");
  await signIn(patient, places.patient);
  for (const name of [
    "home",
    "reports",
    "report",
    "report-add",
    "booking",
    "specialist",
    "book",
    "appointment",
    "plan",
    "me",
    "devices",
    "access-log",
  ]) {
    await arrive(patient, byName(places.ofPatient, name));
    await shoot(patient, `patient-${name}`);
  }
  await patient.goto("/me");
  await patient.getByRole("switch", { name: /长辈版/ }).check();
  await arrive(patient, "/");
  await shoot(patient, "patient-home-elder");
  await patient.goto("/me");
  await patient.getByRole("switch", { name: /长辈版/ }).uncheck();
  const dark = await people.patient({ ...phone, colorScheme: "dark" });
  await signIn(dark, places.patient);
  await arrive(dark, "/");
  await shoot(dark, "patient-home-dark");
  await dark.context().close();

  const desk = { viewport: { width: 1280, height: 720 } };
  const admin = await people.admin(desk);
  await signIn(admin, places.admin);
  for (const name of ["bookings", "schedules", "specialists", "health"]) {
    await arrive(admin, byName(places.ofAdmin, name));
    await shoot(admin, `admin-${name}`);
  }
  for (const [account, pages] of [
    [places.security, places.ofSecurity],
    [places.auditor, places.ofAuditor],
  ] as const) {
    const page = await people.admin(desk);
    await signIn(page, account);
    for (const place of pages) {
      await arrive(page, place.path);
      await shoot(page, `admin-${place.name}`);
    }
    await page.context().close();
  }

  const specialist = await people.specialist(desk);
  await signIn(specialist, places.specialist);
  await arrive(specialist, byName(places.ofSpecialist, "workbench"));
  await arrive(patient, byName(places.ofPatient, "room"));
  await expect(specialist.getByText("在线", { exact: true })).toBeVisible();
  await shoot(patient, "patient-room");
  await shoot(specialist, "specialist-visit");
  await specialist.getByLabel("主诉").fill("慢性肾小球肾炎复诊，夜尿一次");
  await specialist
    .getByLabel("现病史")
    .fill("规律服药，无水肿，家中血压 125/78 mmHg。当地查肌酐 112 μmol/L，较前下降。");
  await specialist.getByLabel("诊断", { exact: true }).fill("慢性肾炎");
  await specialist.getByTitle(/^N03/).first().click();
  await specialist.getByLabel("处理意见").fill("原方案继续；两周后复查 24 小时尿蛋白，上传后复诊。");
  await expect(specialist.getByText(/^已保存/)).toBeVisible();
  await shoot(specialist, "specialist-note");
  await specialist.getByRole("button", { name: "视频通话" }).click();
  await patient.getByRole("button", { name: "接听" }).click();
  await expectMoving(patient, "陈静宜医生的画面");
  await expectMoving(specialist, "李建国的画面");
  await shoot(patient, "patient-call");
  await shoot(specialist, "specialist-call");
});
