import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { changeInitialPassword, setUpAuthenticator } from "../../fixtures/account-acts.ts";
import { codeNow } from "../../fixtures/authenticator.ts";
import { expect, test, type People } from "../../fixtures/people.ts";
import { firstStep, newSpecialist, openSecurity, signOutOfDesk } from "../../fixtures/security-acts.ts";
import type { Place, Places } from "../../fixtures/places.ts";
import { signIn } from "../../fixtures/sign-in.ts";
import { long } from "../../support/long.ts";
import { goOn, hiddenByToast, smallTargets, smallText, wideThings } from "../../support/page-measures.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
type Theme = "light" | "dark";
/**
 * The themes differ in colours only, so a short run checks the dark one for contrast alone; a long run checks all rules
 * in both.
 */
const rulesOf = (theme: Theme) => (axe: AxeBuilder) =>
  theme === "light" || long ? axe.withTags(tags) : axe.withRules(["color-contrast", "link-in-text-block"]);

/** What axe finds on the page as it stands, in lines one can act on. */
async function faultsHere(page: Page, name: string, theme: Theme = "light"): Promise<string[]> {
  const size = page.viewportSize();
  // As high as the whole page: otherwise axe takes what a fixed bar covers, and a scroll would show, for too small a
  // target.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size && height > size.height) await page.setViewportSize({ width: size.width, height });
  // No page of ours has frames: legacy mode asks here, and opens no page of its own for each answer.
  const { violations } = await rulesOf(theme)(new AxeBuilder({ page }).setLegacyMode(true)).analyze();
  const faults = violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ target, html, any }) => `${id} ${target.join(" ")} ${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
  );
  faults.push(...(await wideThings(page)).map((thing) => `wider than the screen: ${thing}`));
  if (size) await page.setViewportSize(size);
  return faults.map((fault) => `${name}: ${fault}`);
}

async function faultsOf(page: Page, places: readonly Place[], theme: Theme = "light"): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, path } of places) {
    await goOn(page, path);
    if (theme === "light")
      faults.push(...(await hiddenByToast(page)).map((thing) => `${name}: under a toast ${thing}`));
    faults.push(...(await faultsHere(page, name, theme)));
  }
  return faults;
}

/** Admins of the other two duties have desks of their own. */
async function faultsOfDuties(people: People, places: Places, colorScheme: Theme): Promise<string[]> {
  const faults: string[] = [];
  for (const [account, pages] of [
    [places.security, places.ofSecurity],
    [places.auditor, places.ofAuditor],
  ] as const) {
    const page = await people.admin({ colorScheme });
    await signIn(page, account);
    faults.push(...(await faultsOf(page, pages, colorScheme)));
  }
  return faults;
}

/** The pages named, and all in a long run. */
const some = (places: readonly Place[], ...names: string[]) =>
  places.filter(({ name }) => long || names.includes(name));
const smallPhone = { viewport: { width: 360, height: 740 } };

test("patient's pages pass WCAG 2.2 AA and stay within a 360 px phone", async ({ people, places }) => {
  const patient = await people.patient(smallPhone);
  const faults = await faultsOf(patient, places.public);
  await signIn(patient, places.patient);
  expect([...faults, ...(await faultsOf(patient, places.ofPatient))]).toEqual([]);
});

test("main pages of every role pass in the dark", async ({ people, places }) => {
  const patient = await people.patient({ colorScheme: "dark" });
  const faults = await faultsOf(patient, some(places.public, "sign-in"), "dark");
  await signIn(patient, places.patient);
  faults.push(...(await faultsOf(patient, some(places.ofPatient, "home", "room"), "dark")));
  const specialist = await people.specialist({ colorScheme: "dark" });
  await signIn(specialist, places.specialist);
  faults.push(...(await faultsOf(specialist, some(places.ofSpecialist, "workbench"), "dark")));
  const admin = await people.admin({ colorScheme: "dark" });
  await signIn(admin, places.admin);
  faults.push(...(await faultsOf(admin, some(places.ofAdmin, "schedule", "specialists"), "dark")));
  if (long) faults.push(...(await faultsOfDuties(people, places, "dark")));
  expect(faults).toEqual([]);
});

test("specialist's and admin's desks pass", async ({ people, places }) => {
  const specialist = await people.specialist();
  await signIn(specialist, places.specialist);
  const faults = await faultsOf(specialist, places.ofSpecialist);
  const admin = await people.admin();
  await signIn(admin, places.admin);
  faults.push(...(await faultsOf(admin, places.ofAdmin)), ...(await faultsOfDuties(people, places, "light")));
  expect(faults).toEqual([]);
  await test.step("the week is whole at 150 % zoom of the smallest desk", async () => {
    await admin.setViewportSize({ width: 853, height: 480 });
    await goOn(admin, "/admin/schedules");
    for (const day of ["周一", "周日"])
      await expect(admin.getByRole("columnheader", { name: day })).toBeInViewport({ ratio: 1 });
    expect(await wideThings(admin)).toEqual([]);
    await admin.getByRole("button", { name: /周一/ }).first().click();
    await expect(admin.getByRole("button", { name: "删除时段" }).first()).toBeInViewport({ ratio: 1 });
  });
});

for (const colorScheme of long ? (["light", "dark"] as const) : (["light"] as const))
  test(`what staff meet on the way in, and 登录与安全, pass (${colorScheme})`, async ({ people, stack }) => {
    const page = await people.specialist({ colorScheme });
    const licence = colorScheme === "light" ? "999110000000091" : "999110000000092";
    const account = await newSpecialist(stack.url, "沈知微", licence);
    await signIn(page, account);
    await changeInitialPassword(page, account.password, "only-mine-to-know-2026");
    await expect(page.getByRole("heading", { name: "设置第二步验证" })).toBeVisible();
    const faults = await faultsHere(page, "set-up", colorScheme);
    await page.getByRole("button", { name: "用通行密钥" }).click();
    await expect(page.getByRole("button", { name: "创建通行密钥" })).toBeVisible();
    faults.push(...(await faultsHere(page, "set-up of a passkey", colorScheme)));
    await page.getByRole("button", { name: "换一种方式" }).click();
    await setUpAuthenticator(page, async (step) => void faults.push(...(await faultsHere(page, step, colorScheme))));
    const security = await openSecurity(page);
    faults.push(...(await faultsHere(page, "security", colorScheme)));
    await security.getByRole("button", { name: "关闭", exact: true }).click();
    await signOutOfDesk(page);
    await firstStep(page, { ...account, password: "only-mine-to-know-2026" });
    faults.push(...(await faultsHere(page, "second step", colorScheme)));
    await page.getByRole("button", { name: "用恢复码" }).click();
    faults.push(...(await faultsHere(page, "recovery code", colorScheme)));
    expect(faults).toEqual([]);
  });

test("elder mode: words of 18 px and targets of 60 px on every page, and nothing runs off the screen", async ({
  people,
  places,
}) => {
  const patient = await people.patient(smallPhone);
  await signIn(patient, places.patient);
  await patient.goto("/me");
  await patient.getByRole("switch", { name: /长辈版/ }).check();
  const faults: string[] = [];
  for (const { name, path } of places.ofPatient) {
    await goOn(patient, path);
    const found = [
      ...(await hiddenByToast(patient)).map((thing) => `under a toast ${thing}`),
      ...(await wideThings(patient)).map((thing) => `wide ${thing}`),
      ...(await smallText(patient, 18)).map((thing) => `text ${thing}`),
      ...(await smallTargets(patient, 60)).map((thing) => `target ${thing}`),
    ];
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

test("who wants no movement finds menus and lists where they belong", async ({ people, places }) => {
  const page = await people.specialist({ reducedMotion: "reduce" });
  await signIn(page, places.specialist);
  await (await openSecurity(page)).getByRole("button", { name: "关闭", exact: true }).click();
  await page.getByRole("link", { name: "紧急调阅" }).click();
  await page.getByRole("button", { name: "调阅病历" }).click();
  const form = page.getByRole("dialog", { name: "紧急调阅病历" });
  await form.getByLabel("原因").click();
  await page.getByTitle("意识障碍").click();
  await form.getByRole("button", { name: "取消" }).click();
  // Something was chosen, so leaving is asked about.
  await page.getByRole("button", { name: "放弃" }).click();
  await expect(form).toBeHidden();

  const patient = await people.patient({ reducedMotion: "reduce" });
  await signIn(patient, places.patient);
  await patient.goto("/me");
  await patient.getByRole("button", { name: "退出登录" }).click();
  await patient.getByRole("button", { name: "先不退出" }).click();
  await expect(patient.getByRole("heading", { level: 1, name: "我的" })).toBeVisible();
});

test("signing in needs no mouse", async ({ people, places }) => {
  const specialist = await people.specialist();
  await specialist.goto("/sign-in");
  const phone = specialist.getByLabel("手机号", { exact: true });
  await expect(phone).toBeVisible();
  await expect
    .poll(async () => {
      await specialist.keyboard.press("Tab");
      return phone.evaluate((field) => field === document.activeElement);
    })
    .toBe(true);
  await specialist.keyboard.type(places.specialist.phone);
  await specialist.keyboard.press("Tab");
  await specialist.keyboard.type(places.specialist.password);
  await specialist.keyboard.press("Enter");
  const code = specialist.getByLabel("验证码", { exact: true });
  await expect(code).toBeVisible();
  await expect
    .poll(async () => {
      await specialist.keyboard.press("Tab");
      return code.evaluate((field) => field === document.activeElement);
    })
    .toBe(true);
  await specialist.keyboard.type(codeNow(places.specialist.totpSecret ?? ""));
  await specialist.keyboard.press("Enter");
  await expect(specialist).toHaveURL(/\/desk/);
  await specialist.reload();
  await expect(specialist.getByRole("navigation", { name: "工作台导航" })).toBeVisible();
  await specialist.keyboard.press("Tab");
  await expect(specialist.getByRole("link", { name: "跳到主要内容" })).toBeFocused();
  await specialist.keyboard.press("Enter");
  await expect(specialist.getByRole("main")).toBeFocused();
});
