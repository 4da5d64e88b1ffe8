import { readFile } from "node:fs/promises";
import { signInOverApi } from "../../fixtures/client.ts";
import { askForCode } from "../../fixtures/codes.ts";
import { fictionalPhone } from "../../fixtures/identity.ts";
import { addReport, bookFirstSlot, newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { demoAccount, signIn } from "../../fixtures/sign-in.ts";

test("what the notice promises: correct, take home, another number, close", async ({ people, stack }) => {
  const account = await newPatient(stack.url, "王秀兰");
  const { api: doctor } = await signInOverApi(stack.url, await demoAccount(stack.url, "林书瑶"));
  const specialistId = (await doctor.accounts.me()).specialistId ?? "";
  const proof = await addReport(stack.url, account, "diagnosis-proof", ["photos/landscape_6.jpg"]);
  await bookFirstSlot(account, specialistId, proof.id);
  const page = await people.patient();
  await signIn(page, account);

  await page.goto(`/me/patients/${account.patient.id}/correct`);
  await page.getByLabel("就诊人手机号").fill("13711112222");
  await page.getByRole("button", { name: "保存更正" }).click();
  // The form that is left says it too, in a hint and in a list.
  await expect(page.getByText("137****2222", { exact: true })).toBeVisible();

  // Asked before a consent is withdrawn: the booking by name, and what becomes of it.
  await page.getByRole("link", { name: /知情同意/ }).click();
  await page.getByRole("button", { name: "撤回同意" }).first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText(/林书瑶/)).toBeVisible();
  await expect(sheet.getByText(/《个人信息保护法》第四十七条/)).toBeVisible();
  await sheet.getByRole("button", { name: "先不撤回" }).click();

  await page.goto("/me/account/export");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "PDF，给人看" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^王秀兰的个人信息-\d{4}-\d\d-\d\d\.pdf$/);
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe("%PDF-");

  await page.goto("/me/account");
  await page.getByRole("button", { name: "更换手机号" }).click();
  const phone = fictionalPhone();
  const form = page.getByRole("dialog");
  await form.getByLabel("新手机号").fill(phone);
  await form.getByLabel("短信验证码").fill(await askForCode(stack.url, phone, "change-phone"));
  await form.getByRole("button", { name: "更换手机号" }).click();
  await expect(page.getByText(`${phone.slice(0, 3)}****${phone.slice(-4)}`)).toBeVisible();

  await page.getByRole("link", { name: "注销账号" }).click();
  await expect(page.getByText(/林书瑶/)).toBeVisible();
  await page.getByRole("button", { name: "取消 1 个预约并注销" }).click();
  await expect(page.getByText("请先勾选“我已读完，确定要注销”")).toBeVisible();
  await page.getByLabel("我已读完，确定要注销").check();
  await page.getByRole("button", { name: "取消 1 个预约并注销" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/me");
  await expect(page).toHaveURL(/\/sign-in/);
});
