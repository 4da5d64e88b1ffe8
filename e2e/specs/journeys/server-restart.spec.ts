import type { Page } from "@playwright/test";
import { composer, entryOf, saidIn, say, timeline } from "../../fixtures/chat-acts.ts";
import { signInOverApi } from "../../fixtures/client.ts";
import { expect, test, type People } from "../../fixtures/people.ts";
import { signIn } from "../../fixtures/sign-in.ts";
import { openVisit, type OpenVisit } from "../../fixtures/visit.ts";

/** Both in the room, each seeing the other there. */
async function meet(people: People, visit: OpenVisit): Promise<{ patient: Page; specialist: Page }> {
  const [patient, specialist] = [await people.patient(), await people.specialist()];
  await signIn(patient, visit.owner);
  await patient.goto(visit.roomPath);
  await signIn(specialist, visit.doctor);
  await specialist.goto(visit.deskPath);
  await expectBothThere(patient, specialist);
  return { patient, specialist };
}

async function expectBothThere(...pages: Page[]): Promise<void> {
  for (const page of pages) await expect(page.getByText("在线", { exact: true })).toBeVisible({ timeout: 30_000 });
}

/** The same words, each once, in one order: on both sides and in what the server keeps. */
async function expectOneTimeline(url: string, visit: OpenVisit, texts: string[], ...pages: Page[]): Promise<void> {
  const { api } = await signInOverApi(url, visit.owner);
  const kept = async () => {
    const { messages } = await api.consultations.messages({ consultationId: visit.consultationId, limit: 200 });
    return messages.flatMap(({ text }) => (text !== null && texts.includes(text) ? [text] : []));
  };
  await expect.poll(async () => (await kept()).toSorted(), { timeout: 30_000 }).toEqual(texts.toSorted());
  const order = await kept();
  for (const page of pages) {
    await expect.poll(() => saidIn(page, texts)).toEqual(order);
    await expect(timeline(page).getByText("发送中")).toHaveCount(0);
    await expect(timeline(page).getByText("未送达，点按重发")).toHaveCount(0);
  }
}

const lines = (who: string, count: number) => Array.from({ length: count }, (_, index) => `${who}第 ${index + 1} 句`);

test("kill -9 in mid-chat: both come back by themselves, no message is lost or doubled", async ({ people, stack }) => {
  const visit = await openVisit(stack.url, "王秀兰");
  const { patient, specialist } = await meet(people, visit);
  const [before, during] = [lines("开头", 2), lines("断开时", 3)];
  await say(patient, before[0] as string);
  await say(specialist, before[1] as string);
  await expect(entryOf(patient, before[1] as string)).toBeVisible();

  await stack.kill();
  const mine = during.map((line) => `患者${line}`);
  const theirs = during.map((line) => `医生${line}`);
  for (const [index, line] of mine.entries()) {
    await say(patient, line);
    await say(specialist, theirs[index] as string);
  }
  await stack.start();

  await expectBothThere(patient, specialist);
  await expectOneTimeline(stack.url, visit, [...before, ...mine, ...theirs], patient, specialist);
  // Each side's own words keep the order in which they were typed.
  expect(await saidIn(patient, mine)).toEqual(mine);
  expect(await saidIn(specialist, theirs)).toEqual(theirs);
  await say(specialist, "我们接着说");
  await expect(entryOf(patient, "我们接着说")).toBeVisible();
  await expect(entryOf(specialist, "我们接着说")).toContainText("已读");
});

test("SIGTERM while both write: the server ends in order and nothing is lost on the way", async ({ people, stack }) => {
  const visit = await openVisit(stack.url, "李桂英");
  const { patient, specialist } = await meet(people, visit);
  const mine = lines("患者", 8);
  const theirs = lines("医生", 8);
  const writing = Promise.all([
    (async () => {
      for (const line of mine) await say(patient, line);
    })(),
    (async () => {
      for (const line of theirs) await say(specialist, line);
    })(),
  ]);
  await expect(entryOf(specialist, mine[1] as string)).toBeVisible();
  await stack.restart();
  await writing;
  await expectBothThere(patient, specialist);
  await expectOneTimeline(stack.url, visit, [...mine, ...theirs], patient, specialist);
  expect(await saidIn(specialist, mine)).toEqual(mine);
  expect(await saidIn(patient, theirs)).toEqual(theirs);
});

test("what is written off line waits and goes out by itself, also after the page was closed", async ({
  people,
  stack,
}) => {
  const visit = await openVisit(stack.url, "孙桂芳");
  const { patient, specialist } = await meet(people, visit);
  const context = patient.context();

  await context.setOffline(true);
  await say(patient, "隧道里写的");
  await expect(entryOf(patient, "隧道里写的")).toContainText(/发送中|未送达/);
  await composer(patient).fill("写了一半");
  await context.setOffline(false);
  await expect(entryOf(specialist, "隧道里写的")).toBeVisible();
  await expect(composer(patient)).toHaveValue("写了一半");
  await composer(patient).fill("");

  await context.setOffline(true);
  await say(patient, "关掉前写的");
  await patient.close();
  await context.setOffline(false);
  await expect(entryOf(specialist, "关掉前写的")).toHaveCount(0);
  const again = await context.newPage();
  // On the home page, not in the room: waiting messages go out wherever the person comes back.
  await again.goto("/");
  await expect(entryOf(specialist, "关掉前写的")).toBeVisible();
  await again.goto(visit.roomPath);
  await expectOneTimeline(stack.url, visit, ["隧道里写的", "关掉前写的"], again, specialist);
});
