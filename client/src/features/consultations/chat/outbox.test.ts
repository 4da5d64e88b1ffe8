// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import type { Message, SendMessageInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { memoryOutbox, type OutboxRow } from "./outbox-store.ts";
import { Outbox, type OutboxTasks } from "./outbox.ts";

const VISIT = "a".repeat(24);
const OTHER_VISIT = "b".repeat(24);

/** A server that stores once per client id, as the real one does; `line` decides what becomes of each try. */
function world(rows = new Map<string, OutboxRow>()) {
  const stored: SendMessageInput[] = [];
  const tries: SendMessageInput[] = [];
  let line: (input: SendMessageInput) => "ok" | "lost" | "ack lost" | ApiError = () => "ok";
  const send = async (input: SendMessageInput): Promise<Message> => {
    tries.push(input);
    const fate = line(input);
    if (fate instanceof ApiError) throw fate;
    if (fate === "lost") throw new TypeError("no answer");
    if (!stored.some((one) => one.clientMessageId === input.clientMessageId)) stored.push(input);
    if (fate === "ack lost") throw new TypeError("no answer");
    return {
      id: "c".repeat(24),
      consultationId: input.consultationId,
      seq: stored.findIndex((one) => one.clientMessageId === input.clientMessageId) + 1,
      clientMessageId: input.clientMessageId,
      kind: "text",
      sender: "patient",
      text: input.text ?? null,
      image: null,
      event: null,
      createdAt: new Date().toISOString(),
    };
  };
  const locks = new Map<string, Promise<unknown>>();
  const tasks: OutboxTasks = {
    store: memoryOutbox(rows),
    send,
    upload: async () => "f".repeat(24),
    // What navigator.locks does: one after the other, over all tabs.
    async inTurn(name, run) {
      const before = locks.get(name) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(run);
      locks.set(name, mine);
      return mine;
    },
  };
  return {
    rows,
    stored,
    tries,
    tasks,
    setLine(next: typeof line) {
      line = next;
    },
    open: (accountId = "zhang") => new Outbox(accountId, tasks),
  };
}

const texts = (inputs: SendMessageInput[]) => inputs.map(({ text }) => text);

test("written without a line, kept over a reload with order and ids, sent once when it is back", async () => {
  const w = world();
  w.setLine(() => "lost");
  const before = w.open();
  for (const text of ["一", "二", "三"]) await before.addText(VISIT, text);
  await vi.waitFor(() => expect(before.getPending().map(({ state }) => state)).toContain("failed"));
  const ids = before.getPending().map((row) => row.clientMessageId);
  before.close();

  w.setLine(() => "ok");
  const after = w.open();
  after.wake();
  await vi.waitFor(() => expect(w.rows.size).toBe(0));
  expect(texts(w.stored)).toEqual(["一", "二", "三"]);
  expect(w.stored.map((one) => one.clientMessageId)).toEqual(ids);
  after.close();
});

test("a lost ack: sent again under the same id, stored once", async () => {
  const w = world();
  let first = true;
  w.setLine(() => {
    if (!first) return "ok";
    first = false;
    return "ack lost";
  });
  const outbox = w.open();
  await outbox.addText(VISIT, "好的");
  await vi.waitFor(() => expect(outbox.getPending()[0]?.state).toBe("failed"));
  outbox.retry(outbox.getPending()[0]?.clientMessageId ?? "");
  await vi.waitFor(() => expect(outbox.getPending()).toEqual([]));
  expect(w.tries.length).toBe(2);
  expect(texts(w.stored)).toEqual(["好的"]);
  outbox.close();
});

test("an ack that comes as an entry of the timeline settles the row, and so does a second one", async () => {
  const w = world();
  w.setLine(() => "ack lost");
  const outbox = w.open();
  await outbox.addText(VISIT, "好的");
  const id = outbox.getPending()[0]?.clientMessageId ?? "";
  await outbox.settle([id]);
  await outbox.settle([id]);
  expect(outbox.getPending()).toEqual([]);
  outbox.close();
});

test("what is refused stays to be read, and what comes after it goes on", async () => {
  const w = world();
  w.setLine((input) => (input.text === "二" ? new ApiError({ code: "visit_closed" }) : "ok"));
  const outbox = w.open();
  for (const text of ["一", "二", "三"]) await outbox.addText(VISIT, text);
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["一", "三"]));
  await vi.waitFor(() =>
    expect(outbox.getPending()).toMatchObject([{ text: "二", state: "refused", refused: "visit_closed" }]),
  );
  outbox.wake();
  await outbox.addText(VISIT, "四");
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["一", "三", "四"]));
  expect(w.tries.filter(({ text }) => text === "二").length).toBe(1);
  await outbox.remove(outbox.getPending()[0]?.clientMessageId ?? "");
  expect(outbox.getPending()).toEqual([]);
  outbox.close();
});

test("nothing overtakes within a visit; another visit does not wait", async () => {
  const w = world();
  w.setLine((input) => (input.consultationId === VISIT ? "lost" : "ok"));
  const outbox = w.open();
  await outbox.addText(VISIT, "一");
  await outbox.addText(VISIT, "二");
  await outbox.addText(OTHER_VISIT, "别处");
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["别处"]));
  expect(texts(w.tries)).not.toContain("二");
  w.setLine(() => "ok");
  outbox.wake();
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["别处", "一", "二"]));
  outbox.close();
});

test("an expired session is no refusal", async () => {
  const w = world();
  w.setLine(() => new ApiError({ code: "unauthenticated" }));
  const outbox = w.open();
  await outbox.addText(VISIT, "一");
  await vi.waitFor(() => expect(outbox.getPending()[0]?.state).toBe("failed"));
  w.setLine(() => "ok");
  outbox.wake();
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["一"]));
  outbox.close();
});

test("two tabs of one person send each message once and in order", async () => {
  const w = world();
  const [left, right] = [w.open(), w.open()];
  await Promise.all([left.addText(VISIT, "一"), right.addText(VISIT, "二")]);
  left.wake();
  right.wake();
  await vi.waitFor(() => expect(w.rows.size).toBe(0));
  expect(texts(w.tries).toSorted((a, b) => (a === "一" ? -1 : b === "一" ? 1 : 0))).toEqual(["一", "二"]);
  left.close();
  right.close();
});

test("another person at this phone neither sees nor sends what the first one wrote", async () => {
  const w = world();
  w.setLine(() => "lost");
  const first = w.open("zhang");
  await first.addText(VISIT, "给医生的话");
  first.close();
  w.setLine(() => "ok");
  const second = w.open("li");
  second.wake();
  await second.addText(VISIT, "我的");
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["我的"]));
  await vi.waitFor(() => expect(second.getPending()).toEqual([]));
  expect(w.rows.size).toBe(1);
  second.close();
});

test("a picture is uploaded, then sent; words written after it need not wait", async () => {
  const w = world();
  let uploaded: (fileId: string) => void = () => undefined;
  w.tasks.upload = () => new Promise((resolve) => (uploaded = resolve));
  const outbox = w.open();
  await outbox.addImage(VISIT, new File(["x"], "肾功能.jpg", { type: "image/jpeg" }));
  await outbox.addText(VISIT, "这是化验单");
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["这是化验单"]));
  uploaded("d".repeat(24));
  await vi.waitFor(() => expect(w.stored.at(-1)?.fileId).toBe("d".repeat(24)));
  await vi.waitFor(() => expect(outbox.getPending()).toEqual([]));
  outbox.close();
});

test("a picture that cannot be shown is refused before it is a message", async () => {
  const w = world();
  w.tasks.upload = async () => {
    throw new ApiError({ code: "file_broken" });
  };
  const outbox = w.open();
  await outbox.addImage(VISIT, new File(["x"], "x.jpg"));
  await vi.waitFor(() => expect(outbox.getPending()).toMatchObject([{ state: "refused", refused: "file_broken" }]));
  expect(w.tries).toEqual([]);
  outbox.close();
});

test("written by one person, it goes out as theirs or waits; a word about who is signed in is none about the message", async () => {
  const w = world();
  const as: string[] = [];
  const send = w.tasks.send;
  w.tasks.send = (input, accountId) => {
    as.push(accountId);
    return send(input, accountId);
  };
  w.setLine(() => new ApiError({ code: "other_person" }));
  const outbox = w.open();
  await outbox.addText(VISIT, "给我的医生");
  await vi.waitFor(() => expect(outbox.getPending().map(({ state }) => state)).toEqual(["failed"]));
  outbox.close();
  expect([...w.rows.values()].map(({ refused }) => refused)).toEqual([null]);
  const others = w.open("li");
  others.wake();
  await vi.waitFor(() => expect(others.getPending()).toEqual([]));
  others.close();
  w.setLine(() => "ok");
  const again = w.open();
  again.wake();
  await vi.waitFor(() => expect(texts(w.stored)).toEqual(["给我的医生"]));
  again.close();
  expect(new Set(as)).toEqual(new Set(["zhang"]));
});
