import type { Page } from "@playwright/test";
import { Refusal, signInOverApi } from "../../fixtures/client.ts";
import { fictionalIdNumber } from "../../fixtures/identity.ts";
import { addReport, newPatient } from "../../fixtures/patient-data.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { demoAccount, signIn } from "../../fixtures/sign-in.ts";

const test = journey();

const inDrawer = async (page: Page) => {
  await page.getByRole("button", { name: /^通知/ }).click();
  return page.getByRole("dialog", { name: "通知" });
};

test("an emergency opens a stranger's record for hours: the patient sees it at once, an auditor judges it, and it is over", async ({
  people,
  stack,
}) => {
  const { url } = stack;
  const idNumber = fictionalIdNumber();
  const owner = await newPatient(url, "欧阳若兰", idNumber);
  const report = await addReport(url, owner, "laboratory", ["photos/landscape_1.jpg"]);
  const colleague = await demoAccount(url, "周明远");
  const { api } = await signInOverApi(url, colleague);
  const read = () => api.reports.get({ reportId: report.id }).catch((error: unknown) => error);
  expect(await read(), "no booking, no emergency: no sight").toBeInstanceOf(Refusal);

  const patient = await people.patient();
  await signIn(patient, owner);
  await patient.goto("/notifications");
  await expect(patient.getByRole("heading", { level: 1, name: "通知" })).toBeVisible();

  const doctor = await people.specialist();
  await signIn(doctor, colleague);
  await test.step("who, by name and whole number, and why; what is wrong is said, and nothing typed is lost", async () => {
    await doctor.getByRole("link", { name: "紧急调阅" }).click();
    await expect(doctor.getByText("现在没有进行中的紧急调阅。")).toBeVisible();
    await doctor.getByRole("button", { name: "调阅病历" }).click();
    const form = doctor.getByRole("dialog", { name: "紧急调阅病历" });
    const submit = form.getByRole("button", { name: "调阅病历" });
    await form.getByLabel("患者姓名").fill("欧阳若兰");
    await form.getByLabel("证件号").fill(fictionalIdNumber("19600101"));
    await form.getByLabel("原因").click();
    await doctor.getByTitle("意识障碍").click();
    await form.getByLabel("情况说明").fill("昏迷");
    await submit.click();
    await expect(form.getByText("太短了，请多写几个字")).toBeVisible();
    await form.getByLabel("情况说明").fill("急诊送来时意识不清，需要核对正在服用的药物");
    await submit.click();
    await expect(doctor.getByText("没有找到这位患者，请核对姓名和证件号码。")).toBeVisible();
    await expect(form.getByLabel("患者姓名")).toHaveValue("欧阳若兰");
    await form.getByLabel("证件号").fill(idNumber);
    await submit.click();
  });

  await test.step("the record under a banner that says what it is: to read, not to write", async () => {
    await expect(doctor.getByRole("heading", { name: "欧阳若兰的病历" })).toBeVisible();
    await expect(doctor.getByRole("status").filter({ hasText: "紧急调阅中" })).toContainText(
      /还剩 \d+:\d\d，每次查看都会记录并通知患者/,
    );
    await doctor.getByRole("button", { name: /肾功能/ }).click();
    const picture = doctor.getByRole("button", { name: "肾功能，第 1 页", exact: true }).locator("img");
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await expect(doctor.getByRole("main").getByRole("textbox")).toHaveCount(0);
  });

  await test.step("the patient is told while it goes on, and finds who it was and what they saw", async () => {
    const told = patient.getByRole("link", { name: /周明远医生因紧急情况调阅了您的病历/ });
    await told.click();
    await expect(patient.getByRole("heading", { level: 1, name: "谁看过我的病历" })).toBeVisible();
    const lines = patient.getByRole("listitem").filter({ hasText: "周明远" });
    await expect(lines.filter({ hasText: "看了化验单" }).filter({ hasText: "紧急调阅" })).toContainText(
      "北京协和桥医院",
    );
    await expect(lines.filter({ hasText: "紧急调阅了病历" })).toHaveCount(1);
  });

  await test.step("the auditor is called, reads why, and judges it once for all", async () => {
    const auditor = await people.admin();
    await signIn(auditor, await demoAccount(url, "许文清"));
    await expect(await inDrawer(auditor)).toContainText("周明远医生紧急调阅了一位患者的病历，等待审核");
    await auditor.keyboard.press("Escape");
    const row = auditor.getByRole("row").filter({ hasText: "周明远" });
    await expect(row).toContainText("意识障碍");
    await expect(row).toContainText("急诊送来时意识不清，需要核对正在服用的药物");
    // A reviewer needs no name to judge (R64).
    await expect(row).toContainText("欧***");
    await row.getByRole("button", { name: "审核" }).click();
    const form = auditor.getByRole("dialog", { name: "审核周明远医生的紧急调阅" });
    await expect(form.getByText("这位医生在此之前没有给这位患者看过诊")).toBeVisible();
    await expect(form.getByRole("listitem").filter({ hasText: "看了化验单" })).toHaveCount(1);
    await form.getByLabel("不应调阅").check();
    await form.getByLabel("审核说明").fill("急诊没有这位患者的登记，值班表上他当天休息");
    await form.getByRole("button", { name: "提交审核" }).click();
    await expect(auditor.getByText("没有待审核的紧急调阅。")).toBeVisible();
    await auditor.getByText("已审核", { exact: true }).click();
    await expect(auditor.getByRole("row").filter({ hasText: "周明远" })).toContainText("不当");
  });

  await test.step("from then on the record is closed to the specialist, on the page too", async () => {
    expect(await read()).toBeInstanceOf(Refusal);
    await doctor.reload();
    await expect(doctor.getByRole("alert")).toContainText(/没有权限|没有找到/);
    await expect(doctor.getByText("肾功能")).toHaveCount(0);
    await doctor.getByRole("link", { name: "回到紧急调阅" }).click();
    await expect(doctor.getByText("现在没有进行中的紧急调阅。")).toBeVisible();
  });

  await test.step("who looks after the accounts is told to act, and may shorten what is allowed", async () => {
    const security = await people.admin();
    await signIn(security, await demoAccount(url, "韩立新"));
    await expect(await inDrawer(security)).toContainText("周明远医生的一次紧急调阅被审核为不当，请处理");
    await security.keyboard.press("Escape");
    await security.getByRole("link", { name: "调阅期限" }).click();
    const hours = security.getByLabel("一次紧急调阅最长几小时");
    const save = security.getByRole("button", { name: "保存" });
    await hours.fill("99");
    await save.click();
    await expect(security.getByText("请填 1 到 24 的整数")).toBeVisible();
    await hours.fill("2");
    await save.click();
    await expect(security.getByText("已保存")).toBeVisible();
    await security.reload();
    await expect(hours).toHaveValue("2");
  });
});
