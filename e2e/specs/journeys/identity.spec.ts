import type { Page } from "@playwright/test";
import { changeInitialPassword, codeOnPage, setUpAuthenticator, signUp } from "../../fixtures/account-acts.ts";
import { fictionalPhone, journeyPassword } from "../../fixtures/identity.ts";
import { expect, journey } from "../../fixtures/people.ts";
import {
  firstStep,
  newSpecialist,
  openSecurity,
  plugInAuthenticator,
  signOutOfDesk,
} from "../../fixtures/security-acts.ts";
import { demoAccount, signIn, type Account } from "../../fixtures/sign-in.ts";
import { openVisit } from "../../fixtures/visit.ts";
import type { Stack } from "../../support/stack.ts";

const test = journey({}, { movableClock: true });
const MINUTE_MS = 60_000;

test.afterEach(({ stack }) => stack.moveClock(0));

/** For the server and for the page's own timers, as on a machine that is left alone. */
async function letPass(ms: number, page: Page, stack: Stack, before = 0): Promise<void> {
  await page.clock.fastForward(ms);
  await stack.moveClock(before + ms);
}

/** The proof of a browser's own authenticator, as a thief who has the password too sends it for a sign-in of theirs. */
async function sentAgain(url: string, { phone, password }: Account, proof: object): Promise<unknown> {
  const post = (path: string, body: object, headers = {}) =>
    fetch(`${url}/api${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const { accessToken } = (await (await post("/sessions", { phone, password })).json()) as { accessToken: string };
  const authorization = `Bearer ${accessToken}`;
  await post("/sessions/passkey-options", {}, { authorization });
  const reply = await post("/sessions/second-factor", proof, { authorization });
  return ((await reply.json()) as { code?: unknown }).code;
}

const desk = (page: Page) => page.getByRole("navigation", { name: "工作台导航" });

test("a new doctor: own password, authenticator, recovery codes, and only then the desk", async ({ people, stack }) => {
  const account = await newSpecialist(stack.url, "许知远", "999110000000088");
  const page = await people.specialist();
  const own = { phone: account.phone, password: "only-mine-to-know-2026" };
  await signIn(page, account);
  await changeInitialPassword(page, account.password, own.password);
  // Not to be walked around: any page of the desk is the set-up until it is done.
  await page.goto("/desk?day=2026-12-01");
  const codes = await setUpAuthenticator(page);
  expect(codes).toHaveLength(10);
  await expect(page.getByText("从左边选一位患者，查看资料并接诊。")).toBeVisible();
  await signOutOfDesk(page);

  // The next time there is a second step, which a reload and other addresses do not get around.
  await firstStep(page, own);
  await page.reload();
  await expect(page.getByRole("heading", { name: "第二步验证" })).toBeVisible();
  await page.goto("/desk?day=2026-12-01");
  await expect(page.getByRole("heading", { name: "第二步验证" })).toBeVisible();
  await page.getByLabel("验证码", { exact: true }).fill("12345");
  await page.getByRole("button", { name: "验证", exact: true }).click();
  await expect(page.getByText("验证码是 6 位数字")).toBeVisible();

  await page.getByRole("button", { name: "用恢复码" }).click();
  await page.getByLabel("恢复码", { exact: true }).fill("aaaa-aaaa-aaaa");
  await page.getByRole("button", { name: "验证", exact: true }).click();
  await expect(page.getByText("恢复码不对，或已经用过，请换一个")).toBeVisible();
  // As it is typed from paper: other case, blanks for dashes.
  await page.getByLabel("恢复码", { exact: true }).fill(codes[3]?.toUpperCase().replaceAll("-", " ") ?? "");
  await page.getByRole("button", { name: "验证", exact: true }).click();
  await expect(page).toHaveURL(/\/desk\?day=2026-12-01/);
  const security = await openSecurity(page);
  await expect(security.getByText("还剩 9 个没用过")).toBeVisible();
});

test("a passkey is added and opens the desk; the wrong account is left again", async ({ people, stack }) => {
  const account = await demoAccount(stack.url, "周明远");
  const page = await people.specialist();
  await plugInAuthenticator(page);
  await signIn(page, account);
  const security = await openSecurity(page);
  await security.getByRole("button", { name: "添加验证方式" }).click();
  const adding = page.getByRole("dialog", { name: "添加验证方式" });
  await adding.getByRole("button", { name: "用通行密钥" }).click();
  await adding.getByLabel("名称").fill("门诊的电脑");
  await adding.getByRole("button", { name: "创建通行密钥" }).click();
  await expect(adding).toBeHidden();
  await expect(security.getByRole("listitem").filter({ hasText: "门诊的电脑" })).toContainText("还没用过");
  await security.getByRole("button", { name: "关闭", exact: true }).click();
  await signOutOfDesk(page);

  await firstStep(page, await demoAccount(stack.url, "林书瑶"));
  await page.getByRole("button", { name: "换个账号" }).click();
  // The page says so when the server knows of it: a load before that would come back as the first one.
  await expect(page.getByRole("button", { name: "登录", exact: true })).toBeVisible();
  await firstStep(page, account);
  const proven = page.waitForRequest((request) => request.url().endsWith("/api/sessions/second-factor"));
  await page.getByRole("button", { name: "用通行密钥验证" }).click();
  await expect(desk(page)).toBeVisible();
  expect(await sentAgain(stack.url, account, (await proven).postDataJSON() as object)).toBe("second_factor_wrong");
  const later = await openSecurity(page);
  await expect(later.getByRole("listitem").filter({ hasText: "门诊的电脑" })).toContainText("最近使用");

  // One may go, the last may not.
  await later.getByRole("button", { name: "移除 演示验证器" }).click();
  await page.getByRole("dialog", { name: "移除“演示验证器”？" }).getByRole("button", { name: "移除" }).click();
  await expect(later.getByRole("listitem").filter({ hasText: "演示验证器" })).toHaveCount(0);
  await later.getByRole("button", { name: "移除 门诊的电脑" }).click();
  await page.getByRole("dialog", { name: "移除“门诊的电脑”？" }).getByRole("button", { name: "移除" }).click();
  await expect(page.getByText("这是最后一种验证方式，请先添加新的再移除它。")).toBeVisible();
});

test("a sign-in on a new device is told at once; signed out from here, its page is thrown out and says why", async ({
  people,
  stack,
}) => {
  const account = await demoAccount(stack.url, "吴海峰");
  const [mine, lost] = [await people.specialist(), await people.specialist()];
  await signIn(mine, account);
  await signIn(lost, account);
  await expect(lost.getByText("正在重新连接…")).toHaveCount(0);
  // Both browsers were new to the account.
  await mine.getByRole("button", { name: "通知 2 条未读" }).click();
  await mine
    .getByRole("link", { name: /您的账号在一台新设备上登录了/ })
    .first()
    .click();
  const security = mine.getByRole("dialog", { name: "登录与安全" });
  const devices = security.getByRole("list", { name: "登录设备" }).getByRole("listitem");
  await expect(devices).toHaveCount(2);
  const here = devices.filter({ has: mine.getByText("这台设备", { exact: true }) });
  await expect(here).toContainText("Chrome · Linux");
  await devices.getByRole("button", { name: "退出这台设备" }).click();
  await expect(lost.getByText(/这台设备已被退出登录/)).toBeVisible();
  await expect(lost).toHaveURL(/\/sign-in/);
  await expect(devices).toHaveCount(1);
  await lost.reload();
  await expect(lost.getByRole("button", { name: "登录", exact: true })).toBeVisible();
  await expect(lost.getByText(/这台设备已被退出登录/)).toHaveCount(0);
});

test("whoever is away is asked, then signed out, and comes back to what they had begun to write", async ({
  people,
  stack,
}) => {
  const visit = await openVisit(stack.url, "赵秀英");
  const page = await people.specialist();
  await page.clock.install();
  await signIn(page, visit.doctor);
  await page.goto(visit.deskPath);
  await page.getByLabel("主诉").fill("慢性肾炎复诊，夜尿一次");
  await expect(page.getByText(/^已保存/)).toBeVisible();
  const asked = page.getByRole("dialog", { name: "还在吗？" });

  await letPass(14.5 * MINUTE_MS, page, stack);
  await expect(asked).toContainText(/\d+ 秒后自动退出登录/);
  await asked.getByRole("button", { name: "继续工作" }).click();
  await expect(asked).toBeHidden();

  await page.getByLabel("现病史").fill("规律服药");
  await letPass(15.5 * MINUTE_MS, page, stack, 14.5 * MINUTE_MS);
  await expect(page.getByText(/您有一会儿没有操作，为安全起见已自动退出/)).toBeVisible();
  await expect(page.getByLabel("主诉")).toHaveCount(0);
  await stack.moveClock(0);
  await signIn(page, visit.doctor, page.url());
  await expect(page).toHaveURL(new RegExp(visit.deskPath));
  await expect(page.getByLabel("主诉")).toHaveValue("慢性肾炎复诊，夜尿一次");
  await expect(page.getByLabel("现病史")).toHaveValue("规律服药");
});

test("signing wants proof after ten minutes, then signs by itself with nothing lost", async ({ people, stack }) => {
  const visit = await openVisit(stack.url, "钱桂兰");
  const page = await people.specialist();
  await signIn(page, visit.doctor);
  await page.goto(visit.deskPath);
  await page.getByLabel("主诉").fill("慢性肾炎复诊");
  await page.getByLabel("现病史").fill("规律服药，无水肿。");
  await page.getByLabel("诊断", { exact: true }).fill("N03");
  await page.getByTitle(/^N03 /).last().click();
  await page.getByLabel("处理意见").fill("原方案继续，两周后复查。");
  await expect(page.getByText(/^已保存/)).toBeVisible();

  await stack.moveClock(11 * MINUTE_MS);
  const asked = page.getByRole("dialog", { name: "签名并结束这次问诊？" });
  const sign = async () => {
    await page.getByRole("button", { name: "签名并结束" }).click();
    await asked.getByRole("button", { name: "签名并结束" }).click();
  };
  await sign();
  const question = page.getByRole("dialog", { name: "请确认是您本人" });
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "取消" }).click();
  await expect(page.getByText("这一步很要紧，请先确认是您本人。")).toBeVisible();
  await expect(asked).toBeHidden();
  await expect(page.getByLabel("处理意见")).toHaveValue("原方案继续，两周后复查。");

  await sign();
  await question.getByRole("textbox", { name: "密码" }).fill("not-the-password");
  await question.getByRole("button", { name: "确认" }).click();
  await expect(question.getByText("密码不对，请再输一次")).toBeVisible();
  await question.getByRole("textbox", { name: "密码" }).fill(visit.doctor.password);
  await question.getByRole("button", { name: "确认" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByText(/电子签名/).first()).toBeVisible();
  await expect(page.getByText("原方案继续，两周后复查。")).toBeVisible();
});

test("a patient signs up by code, forgets the password, sets a new one, signs in by code", async ({
  people,
  stack,
}) => {
  const phone = fictionalPhone();
  const page = await people.patient();
  await page.goto("/sign-up");
  await page.getByLabel("手机号", { exact: true }).fill(phone);
  await page.getByLabel("短信验证码").fill("123456");
  await page.getByLabel("密码", { exact: true }).fill(journeyPassword);
  await page.getByLabel("我已阅读并同意《个人信息处理告知》").check();
  await page.getByRole("button", { name: "注册", exact: true }).click();
  // No code was ever asked for: the form says so at the field, and keeps what was typed.
  await expect(page.getByText("验证码已失效，请重新获取")).toBeVisible();
  await expect(page.getByLabel("短信验证码")).toBeFocused();
  await expect(page.getByLabel("密码", { exact: true })).toHaveValue(journeyPassword);
  await signUp(page, { phone, password: journeyPassword });
  await page.goto("/me");
  await page.getByRole("link", { name: "登录设备" }).click();
  await expect(page.getByText("只有这台设备登录着。")).toBeVisible();
  await page.goto("about:blank");

  const other = await people.patient();
  await other.goto("/sign-in");
  await other.getByLabel("手机号", { exact: true }).fill(phone);
  await other.getByRole("link", { name: "忘记密码" }).click();
  await expect(other.getByLabel("手机号", { exact: true })).toHaveValue(phone);
  const late = await codeOnPage(other, phone);
  await other.getByLabel("新密码").fill("a-new-one-for-the-bridge");
  await stack.moveClock(6 * MINUTE_MS);
  await other.getByLabel("短信验证码").fill(late);
  await other.getByRole("button", { name: "重设密码" }).click();
  await expect(other.getByText("验证码已失效，请重新获取")).toBeVisible();
  await other.reload();
  const code = await codeOnPage(other, phone);
  await other.getByLabel("新密码").fill("a-new-one-for-the-bridge");
  await other.getByLabel("短信验证码").fill(code === "000000" ? "000001" : "000000");
  await other.getByRole("button", { name: "重设密码" }).click();
  await expect(other.getByText("验证码不对，请再核对一下")).toBeVisible();
  // Pasted as a message shows it, with a blank in the middle.
  await other.getByLabel("短信验证码").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await other.getByRole("button", { name: "重设密码" }).click();
  await expect(other.getByText("新密码已生效，请用它登录")).toBeVisible();

  // All sessions of the account have ended, and the old password opens nothing.
  await page.goto("/me/devices");
  await expect(page.getByText("登录已过期，请重新登录。写了一半的内容还在。")).toBeVisible();
  await page.getByLabel("手机号", { exact: true }).fill(phone);
  await page.getByLabel("密码", { exact: true }).fill(journeyPassword);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByText("手机号或密码不对，请再核对一下。")).toBeVisible();
  await page.getByRole("button", { name: "验证码登录" }).click();
  await page.getByLabel("短信验证码").fill(await codeOnPage(page, phone));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("heading", { name: "登录设备" })).toBeVisible();
  await signIn(other, { phone, password: "a-new-one-for-the-bridge" });
});
