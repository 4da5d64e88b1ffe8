import { addReport, bookFirstSlot, newPatient } from "../../fixtures/patient-data.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { demoAccount } from "../../fixtures/sign-in.ts";

// Of its own, because a doctor leaves.
const test = journey();

test("a doctor leaves: the office gives the booking to a colleague, the patient reads it and calls it off", async ({
  people,
  stack,
}) => {
  const { url } = stack;
  const owner = await newPatient(url, "苏晚晴");
  const specialistId = (await owner.api.specialists.search({ q: "陈静宜" })).items[0]?.id ?? "";
  const proof = await addReport(url, owner, "diagnosis-proof", ["photos/landscape_6.jpg"]);
  await bookFirstSlot(owner, specialistId, proof.id);

  const [desk, phone] = [await people.admin(), await people.patient()];
  await enterAs(desk, url, await demoAccount(url, "王雪梅"));
  await desk.goto("/admin/specialists");
  await desk
    .getByRole("row", { name: /陈静宜/ })
    .getByRole("button", { name: "下架" })
    .click();
  await desk.getByRole("dialog").getByRole("button", { name: "下架" }).click();
  await desk.getByRole("link", { name: "当日预约" }).click();
  await desk.getByRole("button", { name: "医生已不能接诊：1" }).click();
  await desk
    .getByRole("row", { name: /苏\*\*/ })
    .getByRole("button", { name: "改约" })
    .click();
  const form = desk.getByRole("dialog", { name: "改到另一个时间" });
  await form.getByLabel("由谁接诊").click();
  await desk.getByTitle(/^周明远/).click();
  await form.getByLabel("新的时间").click();
  await desk.locator(".ant-select-item-option").nth(3).click();
  await form.getByRole("button", { name: "改约" }).click();
  await expect(desk.getByText(/已改到 .*周明远医生/)).toBeVisible();
  await expect(desk.getByText("没有这样的预约。")).toBeVisible();

  await enterAs(phone, url, owner);
  await phone.goto("/notifications");
  await phone.getByText(/医院把您的复诊改由周明远医生接诊/).click();
  await expect(phone.getByText(/您原来约的是 .*陈静宜医生/)).toBeVisible();
  await phone.getByRole("button", { name: "取消预约" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "取消预约" }).click();
  await expect(phone.getByText("您取消了这次预约。")).toBeVisible();
});
