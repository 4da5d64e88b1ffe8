import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { setPrefs } from "../../../lib/prefs.ts";
import { PendingBubble } from "../components/PendingBubble.tsx";
import { forgetHere, memoryOutbox, outboxStore, storedOrHere, type OutboxRow } from "./outbox-store.ts";
import { Outbox, type OutboxTasks } from "./outbox.ts";

const VISIT = "a".repeat(24);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** How browsers refuse it: not there, or a door that throws. */
const refusals = [
  undefined,
  {
    open: () => {
      throw new DOMException("refused", "SecurityError");
    },
  },
];

const lost = (): Promise<never> => Promise.reject(new TypeError("no answer"));
const tasksOn = async (send: OutboxTasks["send"]): Promise<OutboxTasks> => ({
  store: await outboxStore(),
  send,
  upload: lost,
  inTurn: (_name, run) => run(),
});

test.for(refusals)("without IndexedDB it is kept in the page and sent from there", async (refused) => {
  vi.stubGlobal("indexedDB", refused);
  const before = new Outbox("zhang", await tasksOn(lost));
  await before.addText(VISIT, "昨晚没睡好");
  expect(before.getPending()).toMatchObject([{ text: "昨晚没睡好", kept: false }]);
  // The session ran out, and the same person is back in the same page.
  before.close();
  const send = vi.fn<OutboxTasks["send"]>(() => lost());
  const after = new Outbox("zhang", await tasksOn(send));
  after.wake();
  await vi.waitFor(() => expect(send).toHaveBeenCalledOnce());
  expect(send.mock.lastCall?.[0].text).toBe("昨晚没睡好");
  after.close();

  await forgetHere("zhang");
  expect(await (await outboxStore()).list("zhang")).toEqual([]);
});

test("a storage that is full: what is written lies in the page, behind what was kept, and all is sent in its order", async () => {
  const kept = memoryOutbox();
  let full = false;
  const stored = {
    ...kept,
    list: async (accountId: string) => (await kept.list(accountId)).map((row) => ({ ...row, kept: true })),
    append: (row: Omit<OutboxRow, "order">) =>
      full ? Promise.reject(new DOMException("full", "QuotaExceededError")) : kept.append(row),
  };
  let answered = false;
  const sent: string[] = [];
  const send: OutboxTasks["send"] = (input) => {
    if (answered) sent.push(input.text ?? "");
    return answered ? Promise.resolve({ clientMessageId: input.clientMessageId } as Message) : lost();
  };
  const tasks = { ...(await tasksOn(send)), store: storedOrHere(stored, memoryOutbox()) };
  const outbox = new Outbox("zhang", tasks);
  await outbox.addText(VISIT, "一");
  full = true;
  await outbox.addText(VISIT, "二");
  full = false;
  // There is room again, yet nothing may overtake.
  await outbox.addText(VISIT, "三");
  expect(outbox.getPending().map(({ text, kept: outlives }) => [text, outlives])).toEqual([
    ["一", true],
    ["二", false],
    ["三", false],
  ]);
  answered = true;
  outbox.wake();
  await vi.waitFor(() => expect(outbox.getPending()).toEqual([]));
  expect(sent).toEqual(["一", "二", "三"]);
  outbox.close();
});

test("what lies in the page alone says that it goes with it", () => {
  setPrefs({ language: "zh", elder: false, theme: "system" });
  const row = {
    clientMessageId: "b".repeat(24),
    accountId: "zhang",
    consultationId: VISIT,
    order: 1,
    createdAt: "2026-11-30T08:00:00.000Z",
    text: "昨晚没睡好",
    image: null,
    fileId: null,
    refused: null,
    state: "failed",
    progress: null,
  } as const;
  const acts = { onRetry: () => undefined, onRemove: () => undefined };
  const { rerender } = render(<PendingBubble message={{ ...row, kept: false }} {...acts} />);
  expect(screen.getByText(/请别关闭或刷新本页/)).toBeTruthy();
  rerender(<PendingBubble message={{ ...row, kept: true }} {...acts} />);
  expect(screen.queryByText(/请别关闭或刷新本页/)).toBeNull();
});
