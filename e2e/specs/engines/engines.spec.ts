import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { codeNow } from "../../fixtures/authenticator.ts";
import { entryOf, say } from "../../fixtures/chat-acts.ts";
import { corpusFile } from "../../fixtures/corpus.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { addReport, newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { openVisit } from "../../fixtures/visit.ts";
import type { Place } from "../../fixtures/places.ts";
import type { Account } from "../../fixtures/sign-in.ts";
import type { Engine, EngineKind, Screen } from "../../support/engines/engine.ts";
import { handOf, type Hand } from "../../support/engines/hand.ts";
import { engineKinds, tooOldChromium } from "../../support/engines/kinds.ts";

// The main journeys in the other engines (`test --long`). Where this machine has none of a kind its journeys are skipped,
// which the closing line counts apart.
test.describe.configure({ timeout: 180_000 });

const phone: Screen = { width: 390, height: 844, touch: true };
const desk: Screen = { width: 1440, height: 900, touch: false };
const labPhoto = "lab-report-photos/bloodtestreport1_redacted.jpg";

async function at(
  kind: EngineKind,
  screen: Screen,
  url: string,
  acts: (hand: Hand, engine: Engine) => Promise<void>,
): Promise<void> {
  const engine = await kind.start(screen);
  test.info().annotations.push({ type: "engine", description: engine.name });
  try {
    await acts(handOf(engine, url), engine);
  } catch (error) {
    const shot = test.info().outputPath("engine.png");
    // An engine that is gone has nothing to show, and its own error says more.
    await engine.picture().then(
      (picture) => writeFile(shot, picture),
      () => undefined,
    );
    throw error;
  } finally {
    await engine.close();
  }
}

async function signIn(hand: Hand, account: Account): Promise<void> {
  await hand.go("/sign-in");
  await hand.write("手机号", account.phone);
  await hand.write("密码", account.password);
  await hand.press("登录");
  if (!account.totpSecret) return;
  await hand.write("验证码", codeNow(account.totpSecret));
  await hand.press("验证");
}

/** Where a page is wider than the phone. */
async function wideAmong(hand: Hand, places: readonly Place[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, path } of places) {
    await hand.go(path);
    await hand.see("", "words");
    faults.push(...(await hand.wideThings()).map((thing) => `${name}: ${thing}`));
  }
  return faults;
}

for (const kind of engineKinds)
  test.describe(kind.name, () => {
    test.skip(kind.program === "", `NOT RUN: this machine has no ${kind.name}`);

    test("phone: signs in; no page is wider than 390 px", async ({ stack, places }) => {
      await at(kind, phone, stack.url, async (hand) => {
        const faults = await wideAmong(hand, places.public);
        await signIn(hand, places.patient);
        await hand.see("下一次复诊");
        expect([...faults, ...(await wideAmong(hand, places.ofPatient))]).toEqual([]);
      });
    });

    test("phone: sends a report, finds it in the list, opens it, and makes it larger with the first press", async ({
      stack,
    }) => {
      const owner = await newPatient(stack.url, "孙玉梅");
      await at(kind, phone, stack.url, async (hand, engine) => {
        await signIn(hand, owner);
        await hand.see("第一次用");
        await hand.go("/reports/add");
        await hand.see("报告种类");
        await engine.pick("input[type=file][multiple]", [corpusFile(labPhoto)]);
        await hand.see("已送达");
        await hand.choose("报告种类", "化验");
        await hand.write("报告名称", "肾功能");
        await hand.write("出报告的医院", "鸡西市人民医院");
        // Before that the form only says that it is still sending.
        await expect
          .poll(() => engine.run(() => (document.body.textContent || "").includes("正在上传"), null), {
            timeout: 30_000,
          })
          .toBe(false);
        await hand.press("提交报告");
        await hand.see("报告已提交");
        await hand.go("/reports");
        await hand.press("肾功能", { part: true });
        await hand.see("鸡西市人民医院");
        await hand.press("肾功能，第 1 页", { part: true });
        await hand.see("肾功能，第 1 页", "picture");
        const shown = "dialog img";
        await expect.poll(() => hand.widthOf(shown)).toBeGreaterThan(200);
        // Once the stage knows its size.
        await expect.poll(() => hand.widthOf(shown)).toBeLessThanOrEqual(390);
        await expect.poll(async () => (await hand.boxOf(shown)).left).toBeGreaterThanOrEqual(0);
        const whole = await hand.boxOf(shown);
        await hand.press("放大");
        await expect.poll(() => hand.widthOf(shown)).toBeGreaterThan(whole.width * 1.2);
        await hand.press("还原");
        await expect.poll(() => hand.widthOf(shown)).toBeCloseTo(whole.width, 0);
        await hand.press("旋转");
        // Turned it is as large as the stage lets it be: as wide as that, or as high.
        const stage = await hand.boxOf("dialog > div");
        const fit = Math.min(stage.width / whole.height, stage.height / whole.width);
        await expect.poll(() => hand.widthOf(shown)).toBeCloseTo(whole.height * fit, -1);
        expect(await hand.wideThings()).toEqual([]);
      });
    });

    test("phone: books a follow-up", async ({ stack }) => {
      const owner = await newPatient(stack.url, "周桂芳");
      await addReport(stack.url, owner, "diagnosis-proof", [labPhoto]);
      await at(kind, phone, stack.url, async (hand) => {
        await signIn(hand, owner);
        await hand.see("第一次用");
        await hand.go("/booking");
        await hand.write("搜医生、疾病、科室或医院", "陈静宜");
        await hand.press("陈静宜", { part: true });
        await hand.press("明天", { kind: "choice", part: true });
        await hand.press(":", { kind: "choice", part: true });
        await hand.press("预约这个时间");
        await hand.see("填写预约");
        await hand.write("已确诊的疾病", "慢性肾小球肾炎");
        await hand.write("确诊医院", "北京协和桥医院");
        await hand.press("出院小结", { kind: "choice", part: true });
        await hand.write("想对医生说的话", "最近夜里起来两次，想请您看看要不要调药。");
        await hand.press("确认预约");
        await hand.see("预约好了");
      });
    });

    test("the chat: what is typed grows its field, and messages go both ways between it and Chromium", async ({
      people,
      stack,
    }) => {
      const visit = await openVisit(stack.url, "郑永福");
      const doctor = await people.specialist();
      await enterAs(doctor, stack.url, visit.doctor);
      await doctor.goto(visit.deskPath);
      await at(kind, phone, stack.url, async (hand) => {
        await signIn(hand, visit.owner);
        await hand.see("首页");
        await hand.go(visit.roomPath);
        await hand.see("输入消息", "field");
        const low = (await hand.boxOf("form textarea")).height;
        const text =
          "这两天早上起来脚踝有点肿，血压一百三十八，夜里起来两次，想问问您药要不要减，下次什么时候再查尿蛋白。";
        await hand.write("输入消息", text);
        await expect.poll(async () => (await hand.boxOf("form textarea")).height).toBeGreaterThan(low + 30);
        expect(await hand.wideThings()).toEqual([]);
        await hand.press("发送");
        await expect(entryOf(doctor, "早上起来脚踝有点肿")).toBeVisible();
        await expect.poll(async () => (await hand.boxOf("form textarea")).height).toBeCloseTo(low, 0);
        await say(doctor, "药先不减，两周后再查一次。");
        await hand.see("药先不减，两周后再查一次。");
      });
    });

    test("desk: signs in with a code, works down the list, and a turned page keeps its width", async ({
      stack,
      places,
    }) => {
      const workbench = places.ofSpecialist.find(({ name }) => name === "workbench")?.path ?? "";
      await at(kind, desk, stack.url, async (hand) => {
        await signIn(hand, places.specialist);
        await hand.isAt(/^\/desk/);
        await hand.see("李建国");
        await hand.go(workbench);
        await hand.see("报告与资料");
        const page = "button[aria-label*='第 1 页'] img";
        await expect.poll(() => hand.widthOf(page)).toBeGreaterThan(200);
        const before = await hand.boxOf(page);
        expect(before.width).toBeLessThan(1440);
        await hand.press("旋转", { part: true });
        await expect.poll(async () => (await hand.boxOf(page)).height).not.toBeCloseTo(before.height, -1);
        // Its link may just have been made anew; the oldest engine gives a picture no width until it has come.
        await expect.poll(() => hand.widthOf(page)).toBeCloseTo(before.width, -1);
        await expect.poll(async () => (await hand.boxOf(page)).height).toBeGreaterThan(before.height * 1.2);
        expect(await wideAmong(hand, places.ofSpecialist)).toEqual([]);
      });
    });
  });

test("below the floor a page says which browser opens it", async ({ stack }) => {
  test.skip(tooOldChromium === "", "NOT RUN: this machine has no Chromium 83");
  const args = ["--no-sandbox", "--headless", "--disable-gpu", "--no-zygote", "--dump-dom", stack.url];
  const { stdout } = await promisify(execFile)(tooOldChromium, args, { timeout: 30_000 });
  expect(stdout).toContain("这个浏览器版本太旧，打不开复诊桥。请更新系统或浏览器，或换用新版的 Chrome");
  expect(stdout).not.toContain("正在打开");
});
