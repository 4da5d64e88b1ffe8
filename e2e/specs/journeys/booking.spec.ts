import {
  chooseTime,
  expectTyped,
  fillBooking,
  findSpecialist,
  freeTimes,
  showTomorrow,
} from "../../fixtures/booking-acts.ts";
import { apiOf } from "../../fixtures/client.ts";
import { addReport, newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";

async function specialistNamed(url: string, name: string) {
  const { items } = await apiOf(url).specialists.search({ q: name });
  const found = items[0];
  if (!found) throw new Error(`no specialist ${name}`);
  return found;
}

test("a specialist is found by department, name, pinyin, initials and disease", async ({ people, stack }) => {
  const patient = await people.patient();
  await signIn(patient, await newPatient(stack.url, "吴秀英"));
  await patient.goto("/booking");
  const results = patient.getByRole("list", { name: "医生列表" }).getByRole("link");
  for (const typed of ["陈静宜", "chenjingyi", "cjy", "陈静怡", "IgA肾病", "狼疮肾炎"]) {
    await patient.getByLabel("搜医生、疾病、科室或医院").fill(typed);
    await expect(results).toHaveCount(1);
    await expect(results).toContainText("陈静宜");
  }
  await patient.getByLabel("搜医生、疾病、科室或医院").fill("查无此人");
  await expect(patient.getByText(/没有找到“查无此人”/)).toBeVisible();
  await patient.getByRole("button", { name: "清空搜索" }).first().click();
  await patient.getByRole("button", { name: "全部科室" }).click();
  await patient.getByRole("dialog", { name: "选择科室" }).getByRole("button", { name: "心血管内科" }).click();
  await expect(results).toHaveCount(1);
  await expect(results).toContainText("林书瑶");
  // By what is free; the choice stands in the address.
  const soonest = patient.getByRole("radio", { name: "最早有号" });
  await soonest.check();
  await expect(results).toHaveCount(1);
  await patient.reload();
  await expect(soonest).toBeChecked();
  await expect(results).toContainText("林书瑶");
});

test("a slot taken meanwhile is said, another is chosen, and nothing typed is lost", async ({ people, stack }) => {
  const owner = await newPatient(stack.url, "王秀兰");
  await addReport(stack.url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const rival = await newPatient(stack.url, "钱多多");
  const rivalProof = await addReport(stack.url, rival, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const patient = await people.patient();
  await signIn(patient, owner);
  await findSpecialist(patient, "zmy", "周明远");
  const lost = await chooseTime(patient);
  await fillBooking(patient, "出院小结");

  const specialist = await specialistNamed(stack.url, "周明远");
  await rival.api.appointments.book({
    requestKey: crypto.randomUUID(),
    patientId: rival.patient.id,
    specialistId: specialist.id,
    start: new URL(patient.url()).searchParams.get("start") ?? "",
    disease: "糖尿病肾病",
    diagnosedAt: "鸡西市人民医院",
    proofReportId: rivalProof.id,
  });
  await patient.getByRole("button", { name: "确认预约" }).click();

  await expect(
    patient.getByText(/刚被别人约走了，或者医生改了出诊时间。请另选一个时间，您填的内容都还在。/),
  ).toBeVisible();
  await showTomorrow(patient);
  await expect(patient.getByRole("radio", { name: `${lost} 已约` })).toBeDisabled();
  await chooseTime(patient);
  await expectTyped(patient, "出院小结");
  await patient.getByRole("button", { name: "确认预约" }).click();
  await expect(patient.getByText("预约好了")).toBeVisible();
  expect((await owner.api.appointments.mine({})).items).toHaveLength(1);
});

test("a time in which the person sits elsewhere is said with the visit it meets, and nothing typed is lost", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "郑淑芬");
  await addReport(stack.url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const patient = await people.patient();
  await signIn(patient, owner);
  await findSpecialist(patient, "zmy", "周明远");
  await chooseTime(patient, 5);
  const start = new URL(patient.url()).searchParams.get("start") ?? "";
  await fillBooking(patient, "出院小结");
  await patient.getByRole("button", { name: "确认预约" }).click();
  await expect(patient.getByText("预约好了")).toBeVisible();

  const { id } = await specialistNamed(stack.url, "林书瑶");
  await patient.goto(`/booking/specialists/${id}/book?start=${encodeURIComponent(start)}`);
  await fillBooking(patient, "出院小结");
  await patient.getByRole("button", { name: "确认预约" }).click();
  await expect(patient.getByText("就诊人在这段时间里有另一个预约，两个时间有重叠。")).toBeVisible();
  await expect(patient.getByText(/郑淑芬 .*已经约了周明远医生，和这个时间有重叠/)).toBeVisible();
  await expect(patient.getByRole("link", { name: "查看那个预约" })).toBeVisible();
  await expectTyped(patient, "出院小结");
  expect((await owner.api.appointments.mine({})).items).toHaveLength(1);
});

test("the office sets how much one person may book, and is told what cannot be", async ({ people, places }) => {
  const office = await people.admin();
  await signIn(office, places.admin);
  await office.getByRole("link", { name: "预约限额" }).click();
  const most = office.getByLabel("一位就诊人还没看的预约");
  await expect(most).toHaveValue("100");
  await most.fill("0");
  await most.press("Tab");
  await expect(office.getByText("请填 1 到 100")).toBeVisible();
  await most.fill("99");
  await office.getByRole("button", { name: "保存" }).click();
  await expect(office.getByText("已保存，从下一次预约开始生效")).toBeVisible();
  await office.reload();
  await expect(most).toHaveValue("99");
});

test("a cancelled appointment gives its time back to others", async ({ people, stack }) => {
  const owner = await newPatient(stack.url, "李桂英");
  await addReport(stack.url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const patient = await people.patient();
  await signIn(patient, owner);
  await findSpecialist(patient, "wuhaifeng", "吴海峰");
  const clock = await chooseTime(patient, 1);
  await fillBooking(patient, "出院小结");
  await patient.getByRole("button", { name: "确认预约" }).click();
  await expect(patient.getByText("预约好了")).toBeVisible();
  const booked = (await owner.api.appointments.mine({})).items[0];

  const other = await people.patient();
  await signIn(other, await newPatient(stack.url, "张三丰"));
  await findSpecialist(other, "wuhaifeng", "吴海峰");
  await showTomorrow(other);
  await expect(other.getByRole("radio", { name: `${clock} 已约` })).toBeDisabled();

  await patient.getByRole("button", { name: "取消预约" }).click();
  const sheet = patient.getByRole("dialog", { name: "取消这次预约？" });
  await sheet.getByLabel(/取消的原因/).fill("这天要去化验");
  await sheet.getByRole("button", { name: "取消预约" }).click();
  await expect(patient.getByText("您取消了这次预约。")).toBeVisible();
  await expect(patient.getByText("原因：这天要去化验")).toBeVisible();

  await other.reload();
  await showTomorrow(other);
  await expect(other.getByRole("radio", { name: clock, exact: true })).toBeEnabled();
  expect((await owner.api.appointments.get({ appointmentId: booked?.id ?? "" })).status).toBe("cancelled");
});

test("an access token that expires in the middle of the form loses nothing and asks for nothing", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "赵玉珍");
  await addReport(stack.url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const patient = await people.patient();
  await signIn(patient, owner);
  await findSpecialist(patient, "肾病综合征", "陈静宜");
  await chooseTime(patient);
  await fillBooking(patient, "出院小结");

  // The token lives ten minutes: the first try is answered as the server answers an old one.
  let refusals = 0;
  await patient.route("**/api/appointments", async (route) => {
    if (route.request().method() !== "POST" || refusals > 0) return route.fallback();
    refusals += 1;
    const code = "unauthenticated";
    const problem = { type: `urn:fuzhen:problem:${code}`, title: code, status: 401, code, retryable: false };
    return route.fulfill({
      status: 401,
      contentType: "application/problem+json",
      json: { ...problem, requestId: "x" },
    });
  });
  await patient.getByRole("button", { name: "确认预约" }).click();
  await expect(patient.getByText("预约好了")).toBeVisible();
  expect(refusals).toBe(1);
  expect((await owner.api.appointments.mine({})).items).toHaveLength(1);
});

test("the server dies under the form and after it has booked: said honestly, nothing typed is lost, one booking", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "周桂珍");
  await addReport(stack.url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const patient = await people.patient();
  await signIn(patient, owner);
  await findSpecialist(patient, "cjy", "陈静宜");
  await chooseTime(patient, 3);
  await fillBooking(patient, "出院小结");
  const submit = patient.getByRole("button", { name: "确认预约" });

  await stack.kill();
  await submit.click();
  await expect(patient.getByText("网络不通，请检查网络后再试。")).toBeVisible();
  await expectTyped(patient, "出院小结");
  await stack.start();

  // The second try is booked, but its answer does not come home.
  let booked = 0;
  await patient.route("**/api/appointments", async (route) => {
    if (route.request().method() !== "POST" || booked > 0) return route.fallback();
    booked = (await route.fetch()).status();
    await stack.kill();
    return route.abort("connectionreset");
  });
  await submit.click();
  await expect.poll(() => booked).toBe(201);
  await expect(submit).toBeEnabled();
  await expect(patient.getByText("网络不通，请检查网络后再试。")).toBeVisible();
  await expectTyped(patient, "出院小结");
  await stack.start();
  await submit.click();
  await expect(patient.getByText("预约好了")).toBeVisible();
  expect((await owner.api.appointments.mine({})).items).toHaveLength(1);
});

test("a session that ended brings the person back to the same form after signing in again", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "孙桂芳");
  await addReport(stack.url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const patient = await people.patient();
  await signIn(patient, owner);
  await findSpecialist(patient, "lsy", "林书瑶");
  await chooseTime(patient, 2);
  await fillBooking(patient, "出院小结");

  await patient.context().clearCookies();
  await patient.reload();
  await expect(patient).toHaveURL(/\/sign-in\?next=/);
  await signIn(patient, owner, patient.url());
  await expectTyped(patient, "出院小结");
  await patient.getByRole("button", { name: "确认预约" }).click();
  await expect(patient.getByText("预约好了")).toBeVisible();
  await patient.goto("/booking");
  await findSpecialist(patient, "lsy", "林书瑶");
  await expect(freeTimes(patient).first()).toBeEnabled();
});
