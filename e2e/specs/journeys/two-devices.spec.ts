import type { Page } from "@playwright/test";
import { expectMoving } from "../../fixtures/call-acts.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { openVisit } from "../../fixtures/visit.ts";

// One person with two devices; the other side and the server see one person.
const test = journey();

/** Over the whole screen, on whatever page. */
const incoming = (page: Page) => page.getByRole("dialog", { name: /来电/ });
const elsewhere = (page: Page) => page.getByText("您正在另一台设备上通话");

test("a call rings on both phones and the desk on whatever page, is taken on one, moves to the other, and ends for all", async ({
  people,
  stack,
}) => {
  const visit = await openVisit(stack.url, "罗淑芬");
  const [doctor, one, two] = [await people.specialist(), await people.patient(), await people.patient()];
  await enterAs(doctor, stack.url, visit.doctor);
  for (const phone of [one, two]) {
    await enterAs(phone, stack.url, visit.owner);
    await phone.goto(phone === one ? visit.roomPath : "/messages");
  }
  await doctor.goto(visit.deskPath);
  await doctor.getByRole("button", { name: "视频通话" }).click();
  await expect(incoming(one)).toBeVisible();
  await expect(incoming(two)).toBeVisible();

  await one.getByRole("button", { name: "接听" }).click();
  await expectMoving(one, `${visit.doctorName}医生的画面`);
  // It rings on neither phone now, and the other phone has no button that could end the call.
  await expect(incoming(two)).toHaveCount(0);
  await two.goto(visit.roomPath);
  await expect(elsewhere(two)).toBeVisible();
  await expect(two.getByRole("button", { name: "拒接" })).toHaveCount(0);
  await expect(two.getByRole("button", { name: "挂断" })).toHaveCount(0);

  await two.getByRole("button", { name: "转到这里" }).click();
  await expectMoving(two, `${visit.doctorName}医生的画面`);
  await expect(one.getByText("通话已转到您的另一台设备")).toBeVisible();
  await expect(elsewhere(one)).toBeVisible();
  await expectMoving(doctor, "罗淑芬的画面");

  await two.getByRole("button", { name: "挂断" }).click();
  await expect(elsewhere(one)).toHaveCount(0);
  await expect(doctor.getByText("通话已结束").first()).toBeVisible();

  // The next call is turned down on one: it rings on neither, and the doctor hears it.
  await doctor.getByRole("button", { name: "关闭", exact: true }).click();
  await doctor.getByRole("button", { name: "视频通话" }).click();
  await expect(incoming(one)).toBeVisible();
  await two.getByRole("button", { name: "拒接" }).click();
  await expect(incoming(one)).toHaveCount(0);
  await expect(doctor.getByText("罗淑芬没有接听")).toBeVisible();

  // The other way round: the desk shows another page, where a card rings and the title says who calls.
  await doctor.goto("/desk/emergency");
  await expect(doctor.getByRole("heading", { level: 1, name: "紧急调阅" })).toBeVisible();
  await one.getByRole("button", { name: "关闭", exact: true }).click();
  await one.getByRole("button", { name: "视频通话" }).click();
  const card = doctor.getByRole("alert", { name: "罗淑芬来电" });
  await expect(card).toBeVisible();
  await expect(doctor).toHaveTitle("罗淑芬来电");
  await card.getByRole("button", { name: "接听" }).click();
  await expectMoving(doctor, "罗淑芬的画面");
  await expect(card).toHaveCount(0);
});

test("what is read on one phone is read on the other within two seconds", async ({ people, stack }) => {
  const visit = await openVisit(stack.url, "唐美玲");
  const [one, two] = [await people.patient(), await people.patient()];
  for (const phone of [one, two]) await enterAs(phone, stack.url, visit.owner);
  await visit.doctorApi.consultations.send({
    consultationId: visit.consultationId,
    clientMessageId: crypto.randomUUID(),
    text: "请把今天的血压发给我",
  });
  await two.goto("/messages");
  const badge = two.getByRole("navigation").getByRole("link", { name: /消息/ });
  await expect(badge).toContainText(/\d/);
  await expect(two.getByText("请把今天的血压发给我")).toBeVisible();
  await one.goto(visit.roomPath);
  await expect(one.getByText("请把今天的血压发给我")).toBeVisible();
  const lines = async () => (await visit.owner.api.consultations.mine({})).items.map(({ unread }) => unread);
  await expect.poll(lines, { intervals: [50] }).toEqual([0]);
  // Told, not asked for: the page asks by itself every 15 s.
  await expect(badge).not.toContainText(/\d/, { timeout: 10_000 });
});
