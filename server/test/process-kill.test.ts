import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Appointment, BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { bookingBody, freeSlots, makeFiledReport } from "./make-appointment.ts";
import { makeConsultation, type Visit } from "./make-consultation.ts";
import { callReal, startRealServer, type RealServer } from "./real-server.ts";
import { startTestApp } from "./test-app.ts";

const KILLS = 4;

let dataDir: string;
let visit: Visit;
let bookings: BookAppointmentInput[];
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-kill-"));
  const app = await startTestApp({ dataDir });
  visit = await makeConsultation(app);
  const { patientId, specialist } = visit;
  const proofReportId = await makeFiledReport(app, visit.patient);
  bookings = (await freeSlots(app, specialist.specialistId))
    .slice(3)
    .map(({ start }) => bookingBody({ patientId, specialistId: specialist.specialistId, start, proofReportId }));
  await app.settled();
  await app.close();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** What a client holds on to: everything it wants done, and the answer where one came. */
interface Wish<Body> {
  body: Body;
  answer: string | null;
}
const said: Wish<{ clientMessageId: string; text: string }>[] = [];
const booked: Wish<BookAppointmentInput>[] = [];

const tokenOf = async (server: RealServer): Promise<string> => {
  const { phone, password } = visit.patient.account;
  const reply = await callReal<Session>(server, "POST", "/sessions", { body: { phone, password } });
  if (reply?.status !== 201) throw new Error(`sign-in answered ${reply?.status}`);
  return reply.data.accessToken;
};

/** Does what is wished for again, as a client does after a broken line; stops when the line breaks. */
async function work<Body>(
  wishes: Wish<Body>[],
  next: () => Body | undefined,
  send: (body: Body) => Promise<string | null>,
): Promise<void> {
  for (;;) {
    let wish = wishes.find(({ answer }) => answer === null);
    if (!wish) {
      const body = next();
      if (body === undefined) return;
      wish = { body, answer: null };
      wishes.push(wish);
    }
    wish.answer = await send(wish.body);
    if (wish.answer === null) return;
  }
}

function workers(server: RealServer, as: string): Promise<unknown> {
  const send = async <T extends { id: string }>(at: string, body: unknown, good: number) => {
    const reply = await callReal<T>(server, "POST", at, { as, body });
    if (reply && reply.status !== good && reply.status < 500) throw new Error(`${at} answered ${reply.status}`);
    return reply?.status === good ? reply.data.id : null;
  };
  return Promise.all([
    work(
      said,
      () => ({ clientMessageId: randomUUID(), text: `第 ${said.length} 句` }),
      (body) => send<Message>(`/consultations/${visit.consultationId}/messages`, body, 200),
    ),
    work(
      booked,
      () => bookings[booked.length],
      (body) => send<Appointment>("/appointments", body, 201),
    ),
  ]);
}

const answered = () => [...said, ...booked].filter(({ answer }) => answer !== null).length;

test(
  "killed again and again, the server keeps every write it has acknowledged, each once",
  { timeout: 60_000 },
  async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startRealServer(dataDir);
      const before = answered();
      const working = workers(server, await tokenOf(server));
      // In the middle of writes, never between them: both workers always have one under way.
      await expect.poll(() => answered() - before, { timeout: 10_000, interval: 5 }).toBeGreaterThan(5 + kill);
      server.signal("SIGKILL");
      await working;
      await server.ended;
    }

    const server = await startRealServer(dataDir);
    const as = await tokenOf(server);
    // What was never answered is asked for once more, with the key it had.
    for (const { body, answer } of booked.filter((wish) => wish.answer === null))
      expect([(await callReal(server, "POST", "/appointments", { as, body }))?.status, answer]).toEqual([201, null]);
    const timeline = await callReal<{ messages: Message[]; lastSeq: number }>(
      server,
      "GET",
      `/consultations/${visit.consultationId}/messages?limit=100`,
      { as },
    );
    const messages = timeline?.data.messages ?? [];
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    expect(timeline?.data.lastSeq).toBe(messages.length);
    for (const { body, answer } of said) {
      const kept = messages.filter(({ clientMessageId }) => clientMessageId === body.clientMessageId);
      if (answer !== null) expect(kept).toMatchObject([{ id: answer, text: body.text }]);
      else expect(kept.length).toBeLessThanOrEqual(1);
    }
    const upcoming = await callReal<{ items: Appointment[] }>(server, "GET", "/appointments?scope=upcoming&limit=100", {
      as,
    });
    const starts = upcoming?.data.items.map(({ start }) => start) ?? [];
    for (const { body, answer } of booked) {
      expect(starts.filter((start) => start === body.start)).toHaveLength(1);
      if (answer !== null)
        expect(upcoming?.data.items.find(({ id }) => id === answer)).toMatchObject({ start: body.start });
    }
    expect(said.length).toBeGreaterThan(5);
    expect(booked.length).toBeGreaterThan(5);
    server.signal("SIGTERM");
    expect(await server.ended).toBe(0);
  },
);
