import { newPatient } from "../../fixtures/patient-data.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { fictionalIdNumber } from "../../fixtures/identity.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { expectSignedOut, sessionCookie, statusOf } from "../../fixtures/session-acts.ts";
import { fillSignIn, signIn } from "../../fixtures/sign-in.ts";
import { openVisit } from "../../fixtures/visit.ts";

// One browser has one cookie, whatever the number of its tabs and of the people who sit before it.
const test = journey({}, { movableClock: true });

test.afterEach(({ stack }) => stack.moveClock(0));

test("a patient signs out: told of what is unfinished, not before the server knows, in every tab", async ({
  people,
  stack,
}) => {
  const visit = await openVisit(stack.url, "孙玉梅");
  const page = await people.patient();
  await signIn(page, visit.owner);
  const other = await page.context().newPage();
  await other.goto("/me/patients/add");
  await other.getByLabel("姓名").fill("孙大宝");
  await page.goto("/me");
  const signOut = page.getByRole("button", { name: "退出登录" });
  await signOut.click();
  const asked = page.getByRole("dialog", { name: "退出登录？" });
  await expect(asked).toContainText("在另一个标签页里写了一半的内容");
  await asked.getByRole("button", { name: "先不退出" }).click();
  await expect(other.getByLabel("姓名")).toHaveValue("孙大宝");
  await page.goto("/me/patients/add");
  await page.getByLabel("姓名").fill("孙小宝");
  await page.goto("/me");

  await signOut.click();
  await expect(asked).toContainText(`与${visit.doctorName}的问诊还没结束`);
  await expect(asked).toContainText("写了一半、还没提交的内容");
  await asked.getByRole("button", { name: "先不退出" }).click();
  await page.goto("/me/patients/add");
  await expect(page.getByLabel("姓名")).toHaveValue("孙小宝");
  await page.goto("/me");
  await signOut.click();
  await expect(asked).toContainText("写了一半");

  // The line is down, so the cookie cannot be deleted; the page must not look as if the person had signed out.
  await page.context().setOffline(true);
  await asked.getByRole("button", { name: "退出登录" }).click();
  await expect(asked.getByRole("alert")).toContainText("没能退出：连不上服务器，这台设备上仍是登录状态");
  await page.context().setOffline(false);
  // The line is back, so that it was away says nothing any more; the question stands.
  await expect(asked.getByRole("alert")).toHaveCount(0);
  const before = await sessionCookie(page.context(), stack.url);
  await asked.getByRole("button", { name: "退出登录" }).click();
  await expect(other).toHaveURL(/\/sign-in$/);
  await expectSignedOut(page, stack.url, before);
  expect(await page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)])).toEqual([
    [],
    ["fuzhen.known"],
  ]);
});

test("a doctor signs out of the desk in every tab; an open visit is said first", async ({ people, stack }) => {
  const visit = await openVisit(stack.url, "胡建军");
  const page = await people.specialist();
  await enterAs(page, stack.url, visit.doctor);
  await page.goto(visit.deskPath);
  const other = await page.context().newPage();
  await other.goto("/desk");
  await page.getByLabel("主诉").fill("复诊，腰酸一周");
  await page.getByRole("button", { name: /账号菜单/ }).click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();
  const asked = page.getByRole("dialog", { name: "退出登录？" });
  await expect(asked).toContainText(/与[^。]*胡建军[^。]*的问诊还没结束/);
  // The note was saved before the question came.
  await expect(asked).not.toContainText("写了一半");
  const note = await visit.doctorApi.encounters.note({ consultationId: visit.consultationId });
  expect(note.chiefComplaint).toBe("复诊，腰酸一周");
  const before = await sessionCookie(page.context(), stack.url);
  await asked.getByRole("button", { name: "退出登录" }).click();
  await expect(other).toHaveURL(/\/sign-in$/);
  await expectSignedOut(page, stack.url, before);
});

test("somebody else signs in in another tab: the first one's page stops, keeps what was typed, and goes on as theirs", async ({
  people,
  stack,
}) => {
  const [a, b] = [await newPatient(stack.url, "甲一"), await newPatient(stack.url, "乙一")];
  const page = await people.patient();
  const second = await page.context().newPage();
  await second.goto("/sign-in");
  await signIn(page, a);
  await page.goto("/me/patients/add");
  await page.getByLabel("姓名").fill("甲的妈妈");
  await fillSignIn(second, b);
  await expect(page.getByText(/这个浏览器里刚登录了另一个账号，这一页已停下/)).toBeVisible();

  // The first comes back in the same tab, to the same page and words; now the second one's tab stops.
  await fillSignIn(page, a);
  await expect(page).toHaveURL(/\/me\/patients\/add/);
  await expect(page.getByLabel("姓名")).toHaveValue("甲的妈妈");
  await expect(second.getByText(/这个浏览器里刚登录了另一个账号/)).toBeVisible();
  await second.getByRole("link", { name: "用刚登录的账号继续" }).click();
  await second.getByRole("link", { name: "我的" }).click();
  await expect(second.getByText("甲一")).toBeVisible();
  await expect(second.getByText("乙一")).toHaveCount(0);
});

test("a form sent after its token has run out and another has signed in is written for nobody", async ({
  people,
  stack,
}) => {
  const [a, b] = [await newPatient(stack.url, "甲二"), await newPatient(stack.url, "乙二")];
  const page = await people.patient();
  await signIn(page, a);
  await page.goto("/me/patients/add");
  await page.getByLabel("姓名").fill("甲的爸爸");
  await page.getByLabel("身份证号").fill(fictionalIdNumber());
  await page.getByLabel("和我的关系").selectOption({ label: "父母" });
  // Without a word to the other tabs, as from a page of an older release: the cookie alone is another's.
  const signedIn = await page
    .context()
    .request.post(`${stack.url}/api/sessions`, { data: { phone: b.phone, password: b.password } });
  expect(signedIn.status()).toBe(201);
  await stack.moveClock(11 * 60_000);
  await page.getByRole("button", { name: "保存，下一步" }).click();
  await expect(page.getByText(/这个浏览器里刚登录了另一个账号，这一页已停下/)).toBeVisible();
  expect(await statusOf(stack.url, await sessionCookie(page.context(), stack.url))).toBe(200);
  await stack.moveClock(0);
  expect((await b.api.patients.myPatients()).map(({ name }) => name)).toEqual(["乙二"]);
  expect((await a.api.patients.myPatients()).map(({ name }) => name)).toEqual(["甲二"]);

  await fillSignIn(page, a);
  await expect(page.getByLabel("姓名")).toHaveValue("甲的爸爸");
  await page.getByRole("button", { name: "保存，下一步" }).click();
  await expect(page).toHaveURL(/\/consents/);
  expect((await a.api.patients.myPatients()).map(({ name }) => name)).toEqual(["甲二", "甲的爸爸"]);
});
