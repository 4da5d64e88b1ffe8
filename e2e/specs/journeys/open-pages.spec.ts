import { freeTimes, showTomorrow } from "../../fixtures/booking-acts.ts";
import { newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { fillSignIn } from "../../fixtures/sign-in.ts";

test("a stranger sees the hospital, its doctors, prices and free times, and after signing in stands at the very time", async ({
  people,
  stack,
}) => {
  const owner = await newPatient(stack.url, "高秀兰");
  const page = await people.patient();
  await page.goto("/");
  await expect(page.getByText("三级甲等").first()).toBeVisible();
  await expect(page.getByText("PDY99900011010119A1001")).toBeVisible();
  await expect(page.getByRole("link", { name: /投诉电话 010-5550 0101/ })).toHaveAttribute("href", "tel:01055500101");
  await page.getByText("个人信息处理告知").click();
  await expect(page.getByText(/病历保存不少于 15 年/)).toBeVisible();

  await page.getByRole("list", { name: "北京协和桥医院的科室" }).getByRole("link", { name: "肾内科" }).click();
  await page
    .getByRole("list", { name: "医生列表" })
    .getByRole("link", { name: /林书瑶|陈静宜/ })
    .first()
    .click();
  await expect(page.getByText("医师执业证书编号")).toBeVisible();
  await showTomorrow(page);
  const time = freeTimes(page).nth(3);
  const clock = (await time.getAttribute("aria-label")) ?? "";
  await time.check({ force: true });
  await expect(page.getByText(/预约时不用付款。看诊后，用医院自己的缴费渠道付。医院说明：/)).toBeVisible();
  await page.getByRole("link", { name: "登录后预约这个时间" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await fillSignIn(page, owner);
  await expect(page.getByRole("heading", { level: 1, name: "填写预约" })).toBeVisible();
  await expect(page.getByText(clock.slice(0, 5)).first()).toBeVisible();
});

test("a stranger at a wrong address reads that there is no such page, and is not asked to sign in", async ({
  people,
}) => {
  const page = await people.patient();
  await page.goto("/no-such-page/at-all");
  await expect(page.getByRole("heading", { name: "没有找到这个页面" })).toBeVisible();
  await page.getByRole("link", { name: "回到首页" }).click();
  await expect(page).toHaveURL(/\/$/);
});
