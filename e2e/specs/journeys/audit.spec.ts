import { readFile } from "node:fs/promises";
import { bookFirstSlot, addReport, newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { Refusal, signInOverApi } from "../../fixtures/client.ts";
import { demoAccount, signIn } from "../../fixtures/sign-in.ts";

test("a specialist reads a report; the patient sees it, the auditor finds and exports it, nobody else may", async ({
  people,
  stack,
}) => {
  const { url } = stack;
  const owner = await newPatient(url, "欧阳若兰");
  const doctor = await signInOverApi(url, await demoAccount(url, "陈静宜"));
  const specialistId = (await doctor.api.accounts.me()).specialistId ?? "";
  const proof = await addReport(url, owner, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  await bookFirstSlot(owner, specialistId, proof.id);
  for (let times = 0; times < 2; times++) await doctor.api.reports.get({ reportId: proof.id });

  await test.step("the patient sees on the phone who it was, what they saw, and whom to call", async () => {
    const patient = await people.patient();
    await signIn(patient, owner);
    await patient.goto(`/me/patients/${owner.patient.id}`);
    await patient.getByRole("link", { name: "谁看过我的病历" }).click();
    await expect(patient.getByRole("heading", { level: 1, name: "谁看过我的病历" })).toBeVisible();
    const line = patient.getByRole("listitem").filter({ hasText: "陈静宜" }).filter({ hasText: "看了化验单" });
    await expect(line).toContainText("主任医师");
    await expect(line).toContainText("北京协和桥医院 肾内科");
    await expect(line).toHaveCount(1);
    await expect(patient.getByRole("link", { name: /打给北京协和桥医院/ })).toHaveAttribute("href", "tel:01055500101");
    await expect(patient.getByText(`就诊人编号 ${owner.patient.id}`)).toBeVisible();
  });

  await test.step("the auditor finds the row by the number the patient gives, reads it, and exports", async () => {
    const auditor = await people.admin();
    await signIn(auditor, await demoAccount(url, "许文清"));
    await auditor.goto("/admin/audit");
    await auditor.getByLabel("就诊人编号").fill(owner.patient.id);
    await auditor.getByLabel("就诊人编号").press("Enter");
    const row = auditor.getByRole("row").filter({ hasText: "陈静宜" }).filter({ hasText: "看报告" }).first();
    await expect(row).toContainText("欧***");
    await row.getByRole("button", { name: "打开" }).click();
    const detail = auditor.getByRole("dialog", { name: "记录详情" });
    await expect(detail).toContainText(`DiagnosticReport ${proof.id}`);
    await auditor.keyboard.press("Escape");
    await expect(detail).toBeHidden();

    await auditor.getByRole("button", { name: "立即校验" }).click();
    await expect(auditor.getByText(/最近 \d+ 行完整/)).toBeVisible();

    const download = auditor.waitForEvent("download");
    await auditor.getByRole("button", { name: "导出 CSV" }).click();
    const csv = await readFile(await (await download).path(), "utf8");
    expect(csv).toContain(proof.id);
    expect(csv).not.toContain("欧阳");
  });

  await test.step("the admin who runs the house is refused", async () => {
    const system = await signInOverApi(url, await demoAccount(url, "王雪梅"));
    const refusal = await system.api.oversight.search({}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).problem).toMatchObject({ status: 403, code: "forbidden" });
  });
});
