// @vitest-environment node
import { expect, test, vi } from "vitest";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { fakeLine, VISIT_ID, visitOf } from "../room/fake-line.ts";
import { VisitRoom } from "../room/visit-room.ts";
import { TimelineSession } from "./timeline-session.ts";

const message = (seq: number, sender: Message["sender"] = "specialist"): Message => ({
  id: seq.toString(16).padStart(24, "0"),
  consultationId: VISIT_ID,
  seq,
  clientMessageId: null,
  kind: "text",
  sender,
  text: `${seq}`,
  image: null,
  event: null,
  createdAt: new Date(seq * 1000).toISOString(),
});

async function setUp(stored: number) {
  const server = { last: stored };
  const asked: object[] = [];
  const wire = fakeLine({
    "consultation:join": () => visitOf({ lastSeq: server.last }),
    "consultation:leave": () => ({ ok: true }),
    "message:mark": () => ({ ok: true }),
  });
  const room = new VisitRoom(VISIT_ID, async () => wire.line);
  await room.start();
  const session = new TimelineSession(room, async ({ afterSeq, beforeSeq, limit }) => {
    asked.push({ afterSeq, beforeSeq, limit });
    const to = beforeSeq === undefined ? server.last : beforeSeq - 1;
    const from = afterSeq === undefined ? Math.max(1, to - limit + 1) : afterSeq + 1;
    const end = afterSeq === undefined ? to : Math.min(to, afterSeq + limit);
    const messages = Array.from({ length: Math.max(0, end - from + 1) }, (_, index) => message(from + index));
    return { messages, lastSeq: server.last };
  });
  session.start();
  await vi.waitFor(() => expect(session.getView().state).toBe("ready"));
  const seqs = () => session.getView().messages.map(({ seq }) => seq);
  const marks = () => wire.sent.filter(({ name }) => name === "message:mark").map(({ input }) => input);
  return { server, wire, session, seqs, marks, asked };
}

test("opens with the newest, loads older on demand, and knows the beginning", async () => {
  const s = await setUp(120);
  expect(s.seqs().at(0)).toBe(71);
  await Promise.all([s.session.loadOlder(), s.session.loadOlder()]);
  expect(s.seqs().at(0)).toBe(21);
  await s.session.loadOlder();
  expect(s.seqs()).toHaveLength(120);
  expect(s.session.getView().hasOlder).toBe(false);
  expect(s.asked).toHaveLength(3);
});

test("a hole in what is told live is filled", async () => {
  const s = await setUp(3);
  s.server.last = 7;
  s.wire.fact("message:created", message(7));
  expect(s.session.getView().solidEnd).toBe(3);
  await vi.waitFor(() => expect(s.seqs()).toEqual([1, 2, 3, 4, 5, 6, 7]));
});

test("what was said while the line was down is there after it is back", async () => {
  const s = await setUp(2);
  s.wire.cut();
  s.server.last = 450;
  s.wire.mend();
  await vi.waitFor(() => expect(s.session.getView().solidEnd).toBe(450));
  expect(s.seqs()).toHaveLength(450);
});

test("delivered is told on receipt, read only when seen, and neither goes back", async () => {
  const s = await setUp(4);
  await vi.waitFor(() => expect(s.marks()).toEqual([{ consultationId: VISIT_ID, deliveredSeq: 4, readSeq: 0 }]));
  s.session.markRead(4);
  await vi.waitFor(() => expect(s.marks().at(-1)).toMatchObject({ deliveredSeq: 4, readSeq: 4 }));
  s.session.markRead(2);
  s.wire.fact("message:created", message(5));
  await vi.waitFor(() => expect(s.marks().at(-1)).toMatchObject({ deliveredSeq: 5, readSeq: 4 }));
  expect(s.marks()).toHaveLength(3);
});

test("the other side's marks only grow, whatever comes late", async () => {
  const s = await setUp(4);
  const told = (deliveredSeq: number, readSeq: number) =>
    s.wire.fact("message:marked", {
      consultationId: VISIT_ID,
      participantId: "specialist",
      marks: { deliveredSeq, readSeq },
    });
  told(4, 3);
  told(2, 2);
  expect(s.session.getView().marks?.specialist).toEqual({ deliveredSeq: 4, readSeq: 3 });
  expect(s.session.getView().marks?.patient?.readSeq).toBe(0);
});
