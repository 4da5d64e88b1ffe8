import type { Page } from "@playwright/test";
import { expectMoving } from "../../fixtures/call-acts.ts";
import { composer, say, timeline } from "../../fixtures/chat-acts.ts";
import { enterAs } from "../../fixtures/enter-as.ts";
import { expect, test } from "../../fixtures/people.ts";
import { beginVisit, openVisit } from "../../fixtures/visit.ts";
import { long } from "../../support/long.ts";

const row = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(name) });
/** In the middle pane; during a call the panel of the talk has the name too. */
const heading = (page: Page, name: string) =>
  page.getByTestId("patient").getByRole("heading", { level: 2, name, exact: true });
const chosen = (page: Page, name: string) => expect(heading(page, name)).toBeVisible();

/** Where the keyboard is: nowhere is the body, from which a person has to start again. */
const expectSomewhere = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.tagName ?? "nothing")).not.toMatch(/BODY|nothing/);

test("a doctor leaves a visit during the call and comes back; who writes meanwhile is seen at once; keys lead everywhere", async ({
  people,
  stack,
}) => {
  const visit = await openVisit(stack.url, "罗海", "林书瑶");
  const other = await beginVisit(stack.url, visit.doctorApi, "邓小满");
  const [doctor, patient] = [await people.specialist(), await people.patient()];
  await enterAs(patient, stack.url, visit.owner);
  await patient.goto(visit.roomPath);
  await enterAs(doctor, stack.url, visit.doctor);
  await doctor.goto(visit.deskPath);
  const goesOn = () => expectMoving(doctor, "罗海的画面");

  await test.step("the call begins", async () => {
    await doctor.getByRole("button", { name: "视频通话" }).click();
    await patient.getByRole("button", { name: "接听" }).click();
    await goesOn();
  });

  await test.step("a message of a row that is not open: the row, the bell and the tab are told, without asking", async () => {
    const { api } = other.owner;
    const sent = { consultationId: other.consultationId, clientMessageId: crypto.randomUUID(), text: "医生我到了" };
    await api.consultations.send(sent);
    // Sooner than any page asks by itself (every 15 s).
    const soon = { timeout: 10_000 };
    await expect(row(doctor, "邓小满")).toContainText("1 条未读", soon);
    await expect(doctor.getByRole("button", { name: /^消息 1 条未读|^通知 \d+ 条未读/ })).toBeVisible(soon);
    await expect(doctor).toHaveTitle(/^\(1\) /, soon);
  });

  await test.step("another row, Back, the keys, emergency access: the call waits and goes on", async () => {
    await row(doctor, "邓小满").click();
    await chosen(doctor, "邓小满");
    await expect(timeline(doctor).getByText("医生我到了")).toBeVisible();
    await expect(doctor).not.toHaveTitle(/^\(/);
    // The other side is still in it.
    await expect(patient.getByRole("button", { name: "挂断" })).toBeVisible();
    await doctor.goBack();
    await chosen(doctor, "罗海");
    await goesOn();
    await heading(doctor, "罗海").click();
    await doctor.keyboard.press("j");
    await chosen(doctor, "邓小满");
    await doctor.keyboard.press("k");
    await chosen(doctor, "罗海");
    await goesOn();
    await doctor.getByRole("link", { name: "紧急调阅" }).click();
    await expect(doctor.getByRole("heading", { level: 1, name: "紧急调阅" })).toBeVisible();
    await doctor.goBack();
    await goesOn();
    await doctor.getByRole("button", { name: "挂断" }).click();
    await expect(patient.getByText("通话已结束").first()).toBeVisible();
  });

  await test.step("the keyboard is never nowhere, ? shows the keys, T is today", async () => {
    await doctor.getByRole("button", { name: "关闭", exact: true }).click();
    await expectSomewhere(doctor);
    await doctor.keyboard.press("?");
    const keys = doctor.getByRole("dialog", { name: "快捷键" });
    await expect(keys).toContainText("回到今天");
    await doctor.keyboard.press("Escape");
    await expect(keys).toBeHidden();
    await expectSomewhere(doctor);
    await doctor.getByRole("button", { name: "后一天" }).click();
    await expect(doctor).toHaveURL(/day=/);
    await expectSomewhere(doctor);
    await doctor.keyboard.press("t");
    await expect(doctor).toHaveURL(/\/desk$/);
    await expectSomewhere(doctor);
  });
});

/** What an input method does before a word is chosen: its letters stand underlined in the field. */
async function compose(page: Page, letters: string) {
  const line = await page.context().newCDPSession(page);
  await line.send("Input.imeSetComposition", {
    text: letters,
    selectionStart: letters.length,
    selectionEnd: letters.length,
  });
  return {
    /** Enter while the list of words stands open: the browser says 229, whatever the key. */
    async enter() {
      for (const type of ["rawKeyDown", "keyUp"] as const)
        await line.send("Input.dispatchKeyEvent", { type, key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
    },
    choose: (word: string) => line.send("Input.insertText", { text: word }),
  };
}

// A cheap phone is some six times slower than this machine, an old one twenty times.
for (const slower of long ? [6, 20] : [6])
  test(`on a machine ${slower} times slower an input method sends nothing, and what is typed right after sending stays`, async ({
    people,
    stack,
  }) => {
    test.setTimeout(240_000);
    const visit = await openVisit(stack.url, "魏春梅", "吴海峰");
    for (const face of ["phone", "desk"] as const) {
      const page = await (face === "phone" ? people.patient() : people.specialist());
      await enterAs(page, stack.url, face === "phone" ? visit.owner : visit.doctor);
      await page.goto(face === "phone" ? visit.roomPath : visit.deskPath);
      await say(page, `${face}到了`);
      const line = await page.context().newCDPSession(page);
      await line.send("Emulation.setCPUThrottlingRate", { rate: slower });
      const field = composer(page);
      await field.focus();
      const word = await compose(page, "xie xie");
      await word.enter();
      await expect(field).toHaveValue("xie xie");
      await word.choose("谢谢医生");
      await expect(field).toHaveValue("谢谢医生");
      await expect(timeline(page).getByText("xie xie")).toHaveCount(0);
      // The next words are typed while the first are still on their way out of the field.
      if (face === "phone") await page.getByRole("button", { name: "发送", exact: true }).click({ noWaitAfter: true });
      else await page.keyboard.press("Enter");
      await page.keyboard.type("还有一件事");
      await expect(field).toHaveValue("还有一件事");
      await expect(timeline(page).getByText("谢谢医生", { exact: true })).toHaveCount(face === "phone" ? 1 : 2);
      await expect(field).toHaveValue("还有一件事");
      await line.send("Emulation.setCPUThrottlingRate", { rate: 1 });
      // Drawn before it is sent; closed now, the page would take it along.
      const texts = async () =>
        (await visit.doctorApi.consultations.messages({ consultationId: visit.consultationId })).messages.map(
          ({ text }) => text,
        );
      await expect
        .poll(async () => (await texts()).filter((text) => text === "谢谢医生").length)
        .toBe(face === "phone" ? 1 : 2);
      await page.close();
    }
  });
