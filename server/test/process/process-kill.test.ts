import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Appointment, BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { long } from "../support/long.ts";
import { bookingBody, freeSlots, makeFiledReport } from "../support/make-appointment.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { callReal, startRealServer, type RealServer, endedInOrder } from "../support/real-server.ts";
import { auditEventsOfPatient } from "../support/trail.ts";
import { startTestApp } from "../support/test-app.ts";

const KILLS = long ? 6 : 2;
const run = promisify(execFile);
const checkAudit = path.join(import.meta.dirname, "..", "..", "src", "commands", "check-audit.ts");

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

/** What a client remembers: everything it wants done, and the answers that came. */
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

async function send(server: RealServer, as: string, at: string, body: unknown): Promise<string | null> {
  let reply = await callReal<{ id: string }>(server, "POST", at, { as, body });
  // The connection had not broken, so the answer must come.
  while (reply?.status === 503) reply = await callReal<{ id: string }>(server, "POST", at, { as, body });
  if (reply && reply.status >= 400 && reply.status < 500) throw new Error(`${at} answered ${reply.status}`);
  return reply && reply.status < 300 ? reply.data.id : null;
}

/** Chats and books until the line breaks; `more` false: only what is still without an answer. */
const workers = (server: RealServer, as: string, more = true): Promise<unknown> =>
  Promise.all([
    work(
      said,
      () => (more ? { clientMessageId: randomUUID(), text: `第 ${said.length} 句` } : undefined),
      (body) => send(server, as, `/consultations/${visit.consultationId}/messages`, body),
    ),
    work(
      booked,
      () => (more ? bookings[booked.length] : undefined),
      (body) => send(server, as, "/appointments", body),
    ),
  ]);
const answersTo = (wishes: readonly Wish<unknown>[]) => wishes.filter(({ answer }) => answer !== null).length;

test(
  "killed again and again, the server keeps every write it has acknowledged, each once",
  { timeout: 240_000 },
  async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startRealServer(dataDir);
      const before = [answersTo(said), answersTo(booked)] as const;
      const working = workers(server, await tokenOf(server));
      // In the middle of writes, never between them: both workers always have one under way.
      await expect.poll(() => answersTo(said) - before[0], { interval: 5 }).toBeGreaterThan(5 + kill);
      await expect.poll(() => answersTo(booked) - before[1], { interval: 5 }).toBeGreaterThan(1);
      server.signal("SIGKILL");
      await working;
      await server.ended;
    }

    const server = await startRealServer(dataDir);
    const as = await tokenOf(server);
    // Requests that were never answered are sent once more, under the keys they had.
    await workers(server, as, false);
    expect([...said, ...booked].filter(({ answer }) => answer === null)).toEqual([]);

    const at = `/consultations/${visit.consultationId}/messages?limit=100`;
    const timeline = await callReal<{ messages: Message[]; lastSeq: number }>(server, "GET", at, { as });
    const messages = timeline?.data.messages ?? [];
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    expect(timeline?.data.lastSeq).toBe(messages.length);
    for (const { body, answer } of said)
      expect(messages.filter(({ clientMessageId }) => clientMessageId === body.clientMessageId)).toMatchObject([
        { id: answer, text: body.text },
      ]);
    const coming = "/appointments?scope=upcoming&limit=100";
    const upcoming = await callReal<{ items: Appointment[] }>(server, "GET", coming, { as });
    for (const { body, answer } of booked)
      expect(upcoming?.data.items.filter(({ start }) => start === body.start)).toMatchObject([{ id: answer }]);
    expect(said.length).toBeGreaterThan(5);
    expect(booked.length).toBeGreaterThan(3);
    server.signal("SIGTERM");
    expect(await endedInOrder(server)).toBe(true);

    // Whatever life of the server wrote it: each message stands in the trail, once.
    const app = await startTestApp({ dataDir });
    await app.settled();
    const trail = (await auditEventsOfPatient(visit.patientId)).filter(({ action }) => action === "message:created");
    expect(trail.map(({ entity }) => entity.id).toSorted()).toEqual(messages.map(({ id }) => id).toSorted());
    await app.close();

    // Every row of the trail has been sealed once, in whichever life of the server.
    const audited = await run(process.execPath, [checkAudit, "--json"], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    });
    expect(JSON.parse(audited.stdout)).toMatchObject({ ok: true, waiting: 0 });
  },
);
