import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { demoAccount } from "../../fixtures/sign-in.ts";
import { openVisit } from "../../fixtures/visit.ts";
import { startStack, until } from "../stack.ts";
import { ChatPage } from "./chat-page.ts";
import { Crowd, personOf } from "./crowd.ts";

/** What came of it; `lost`, `doubled` and `disordered` in words, empty when all is well. */
export interface ChaosReport {
  faults: Record<"cut" | "reload" | "kill", number>;
  messages: number;
  lines: number;
  lost: string[];
  doubled: string[];
  disordered: string[];
}

const kinds = ["cut", "reload", "kill"] as const;

/**
 * Two sides write so many messages in all while lines are cut, pages reloaded and the server killed with -9, spread over the whole
 * of the talk; at the end both pages are compared with each other and with what each side was told.
 */
export async function runChaosChat(
  { messages, faults }: { messages: number; faults: number },
  say: (line: string) => void,
): Promise<ChaosReport> {
  const stack = await startStack({ LOG_LEVEL: "warn" });
  try {
    const crowd = new Crowd(stack.url);
    const visit = await openVisit(stack.url, "周建华");
    const accounts = { 患者: visit.owner, 医生: await demoAccount(stack.url, visit.doctorName) };
    const sides = Object.entries(accounts).map(([name, account]) => ({
      name,
      page: new ChatPage(crowd, personOf(crowd, account), visit.consultationId),
    }));
    let ended = false;
    const talking = Promise.all(sides.map(({ name, page }) => page.talk(messages / 2, name))).finally(
      () => (ended = true),
    );
    // Looked at below; until then it is no unhandled one.
    talking.catch(() => undefined);
    const acknowledged = () => sides.reduce((sum, { page }) => sum + page.acknowledged.size, 0);
    const count = { cut: 0, reload: 0, kill: 0 };
    for (let fault = 1; fault <= faults && !ended; fault++) {
      const due = Math.floor((fault * messages) / (faults + 1));
      await until(() => ended || acknowledged() >= due, "the talk to go on");
      // At any moment of what is under way.
      await pause(randomInt(30));
      const kind = kinds[randomInt(kinds.length)] ?? "cut";
      count[kind] += 1;
      const { page } = sides[randomInt(sides.length)] ?? sides[0] ?? {};
      if (kind === "cut") page?.cut();
      else if (kind === "reload") page?.reload();
      else {
        await stack.kill();
        await stack.start();
      }
      if (fault % 10 === 0) say(`${fault} faults, ${acknowledged()} acknowledged`);
    }
    await talking;
    for (const { page } of sides) await page.close();
    const lines = sides.reduce((sum, { page }) => sum + page.lines, 0);
    return { faults: count, messages: acknowledged(), lines, ...compare(sides) };
  } finally {
    await stack.stop();
  }
}

function compare(
  sides: readonly { name: string; page: ChatPage }[],
): Pick<ChaosReport, "lost" | "doubled" | "disordered"> {
  const found = { lost: [] as string[], doubled: [] as string[], disordered: [] as string[] };
  for (const { name, page } of sides) {
    if (page.doubled > 0) found.doubled.push(`${page.doubled} heard twice on one line by ${name}`);
    if (page.disordered > 0) found.disordered.push(`${page.disordered} heard late on one line by ${name}`);
    const timeline = [...page.timeline.values()].toSorted((a, b) => a.seq - b.seq);
    timeline.forEach(({ seq }, at) => {
      if (seq !== at + 1) found.lost.push(`place ${at + 1} of the timeline of ${name}`);
    });
    const texts = timeline.filter(({ kind }) => kind === "text");
    const byKey = Map.groupBy(texts, ({ clientMessageId }) => clientMessageId);
    for (const [key, ones] of byKey) if (ones.length > 1) found.doubled.push(`message ${key} with ${name}`);
    for (const { name: writer, page: of } of sides) {
      for (const [key, seq] of of.acknowledged)
        if (page.timeline.get(seq)?.clientMessageId !== key) found.lost.push(`${key} of ${writer} with ${name}`);
      // In the order in which they were written.
      const numbers = texts.flatMap(({ text }) =>
        text?.startsWith(`${writer} `) ? [Number(text.slice(writer.length + 1))] : [],
      );
      numbers.forEach((number, at) => {
        if (at > 0 && number < (numbers[at - 1] ?? 0)) found.disordered.push(`${writer} ${number} with ${name}`);
      });
    }
  }
  return found;
}
