import { spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Appointment, BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Note } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { readEnv } from "../../src/env.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { restoreBackup } from "../../src/restore.ts";
import { bookingBody, freeSlots, makeFiledReport } from "../support/make-appointment.ts";
import { finishVisit, makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makeReport } from "../support/make-report.ts";
import { callReal, startRealServer, type RealServer, endedInOrder } from "../support/real-server.ts";
import { runOperator } from "../support/run-command.ts";
import { startTestApp } from "../support/test-app.ts";

const log = createLogger("silent");
let root: string;
let dataDir: string;
let open: Visit;
let signed: Visit;
let bookings: BookAppointmentInput[];
let backup: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "fuzhen-backup-"));
  dataDir = path.join(root, "live");
  await mkdir(dataDir);
  const app = await startTestApp({ dataDir });
  open = await makeConsultation(app);
  signed = await makeConsultation(app, { patient: open.patient });
  await makeReport(app, open.patient);
  await finishVisit(app, signed);
  const proofReportId = await makeFiledReport(app, open.patient);
  const { patientId, specialist } = open;
  bookings = (await freeSlots(app, specialist.specialistId))
    .slice(3, 23)
    .map(({ start }) => bookingBody({ patientId, specialistId: specialist.specialistId, start, proofReportId }));
  await app.settled();
  await app.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

const tokenOf = async (server: RealServer): Promise<string> => {
  const { phone, password } = open.patient.account;
  const reply = await callReal<Session>(server, "POST", "/sessions", { body: { phone, password } });
  if (reply?.status !== 201) throw new Error(`sign-in answered ${reply?.status}`);
  return reply.data.accessToken;
};
/** Sends it until it is taken, as clients do: a server that has too much to do says so. */
async function send(server: RealServer, at: string, as: string, body: object) {
  for (;;) {
    const reply = await callReal<{ id: string }>(server, "POST", at, { as, body });
    if (reply && reply.status < 300) return reply.data.id;
    if (reply?.status !== 503) throw new Error(`${at} answered ${reply?.status}`);
  }
}
const say = (server: RealServer, as: string, text: string) =>
  send(server, `/consultations/${open.consultationId}/messages`, as, { clientMessageId: randomUUID(), text });
const timeline = async (server: RealServer, as: string): Promise<Message[]> => {
  const all: Message[] = [];
  for (;;) {
    const at = `/consultations/${open.consultationId}/messages?limit=100&afterSeq=${all.length}`;
    const reply = await callReal<{ messages: Message[] }>(server, "GET", at, { as });
    if (!reply?.data.messages.length) return all;
    all.push(...reply.data.messages);
  }
};
/** A folder with the key alone, which operators keep apart from the backup. */
async function folderWithKey(name: string): Promise<string> {
  const folder = path.join(root, name);
  await cp(path.join(dataDir, "keys"), path.join(folder, "keys"), { recursive: true });
  return folder;
}
const namesIn = async (folder: string) => (await readdir(folder)).toSorted();

it("restore drill: what was acknowledged before a backup under load is there afterwards, and works", async () => {
  const server = await startRealServer(dataDir);
  const as = await tokenOf(server);
  const said: string[] = [];
  const booked: string[] = [];
  let stop = false;
  const chatting = (async () => {
    while (!stop) said.push(await say(server, as, `第 ${said.length} 句`));
  })();
  const booking = (async () => {
    for (const body of bookings) booked.push(await send(server, "/appointments", as, body));
  })();
  await expect.poll(() => said.length > 20 && booked.length > 3, { interval: 5 }).toBe(true);
  const before = { said: [...said], booked: [...booked] };
  const made = await runOperator("backup", ["--to", `${path.join(root, "out")}/`], { DATA_DIR: dataDir });
  stop = true;
  await Promise.all([chatting, booking]);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain("Keep the master key elsewhere");
  const [name = ""] = await namesIn(path.join(root, "out"));
  backup = path.join(root, "out", name);
  expect(JSON.parse(await readFile(path.join(dataDir, "backup.json"), "utf8"))).toMatchObject({
    ok: true,
    file: backup,
  });
  // The copy of the database was temporary, and the running server was not disturbed.
  expect((await namesIn(dataDir)).filter((entry) => entry.startsWith("backup-"))).toEqual([]);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  server.signal("SIGTERM");
  await server.ended;

  const restored = await folderWithKey("restored");
  const done = await runOperator("restore", ["--from", backup, "--data-dir", restored], { DATA_DIR: dataDir });
  expect(done).toMatchObject({ code: 0, err: "" });
  expect(await runOperator("check-data", ["--deep", "--json"], { DATA_DIR: restored })).toMatchObject({ code: 0 });
  const second = await startRealServer(restored);
  const again = await tokenOf(second);
  const messages = await timeline(second, again);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
  expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining(before.said));
  expect(messages.every(({ kind, text }) => kind !== "text" || text?.startsWith("第"))).toBe(true);
  const upcoming = await callReal<{ items: Appointment[] }>(second, "GET", "/appointments?scope=upcoming&limit=100", {
    as: again,
  });
  expect(upcoming?.data.items.map(({ id }) => id)).toEqual(expect.arrayContaining(before.booked));
  const note = await callReal<Note>(second, "GET", `/consultations/${signed.consultationId}/plan`, { as: again });
  expect(note?.data).toMatchObject({ signature: { valid: true } });
  const reports = await callReal<{ items: Report[] }>(second, "GET", `/patients/${open.patientId}/reports`, {
    as: again,
  });
  const pictures = reports?.data.items.flatMap(({ files }) => files.flatMap(({ pages }) => pages)) ?? [];
  expect(pictures.length).toBeGreaterThan(0);
  for (const { display } of pictures) expect((await fetch(new URL(display, second.url))).status).toBe(200);
  await say(second, again, "第一句，在新家");
  second.signal("SIGTERM");
  expect(await endedInOrder(second)).toBe(true);
});

describe("a restore that cannot be", () => {
  const restore = (from: string, into: string, env: Record<string, string> = {}, ...flags: string[]) =>
    runOperator("restore", ["--from", from, "--data-dir", into, ...flags], { DATA_DIR: dataDir, ...env });
  /** A harmed copy of the backup. */
  const harmed = async (name: string, harm: (bytes: Buffer) => Buffer) => {
    const file = path.join(root, name);
    await writeFile(file, harm(Buffer.from(await readFile(backup))));
    return file;
  };
  const flip = (at: number) => (bytes: Buffer) => {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ["cut off", (bytes) => bytes.subarray(0, bytes.length - 5000), "damaged or cut off"],
    ["one bit changed in the middle", (bytes) => flip(Math.floor(bytes.length / 2))(bytes), "damaged or cut off"],
    ["one bit changed at the end", (bytes) => flip(bytes.length - 1)(bytes), "damaged or cut off"],
    ["something else altogether", () => Buffer.from("PK\x03\x04 not ours at all, but long enough"), "no backup"],
    ["empty", () => Buffer.alloc(0), "no backup"],
  ])("%s: says so and leaves nothing behind", async (_what, harm, words) => {
    const into = await folderWithKey("refused");
    const from = await harmed("harmed.backup", harm);
    // What the command does, without the second that each process takes to begin.
    await expect(restoreBackup({ env: readEnv({ DATA_DIR: into }), log }, { from, force: false })).rejects.toThrow(
      words,
    );
    expect(await namesIn(into)).toEqual(["keys"]);
    expect((await namesIn(root)).filter((name) => name.includes(".restore-") || name.includes(".before-"))).toEqual([]);
  });

  it("is told by the command in one line", async () => {
    const into = await folderWithKey("told");
    const ended = await restore(await harmed("harmed.backup", (bytes) => bytes.subarray(0, bytes.length - 5000)), into);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err.trim().split("\n")).toEqual([expect.stringContaining("damaged or cut off")]);
  });

  it("needs the key of that time", async () => {
    const other = path.join(root, "other-key");
    const MASTER_KEY = randomBytes(32).toString("base64");
    expect(await restore(backup, other, { MASTER_KEY })).toMatchObject({
      code: 1,
      err: expect.stringContaining("another key") as string,
    });
    const env = readEnv({ DATA_DIR: other });
    await expect(restoreBackup({ env, log }, { from: backup, force: false })).rejects.toThrow(
      "the master key is needed",
    );
    expect(await namesIn(root)).not.toContain("other-key");
  });

  it("writes over nothing: a folder in use is refused, or moved aside whole when asked", async () => {
    const into = await folderWithKey("in-use");
    await writeFile(path.join(into, "precious"), "kept");
    expect(await restore(backup, into)).toMatchObject({
      code: 1,
      err: expect.stringContaining("is not empty") as string,
    });
    expect(await restore(backup, into, {}, "--force")).toMatchObject({ code: 0 });
    const aside = (await namesIn(root)).find((name) => name.startsWith("in-use.before-")) ?? "";
    expect(await readFile(path.join(root, aside, "precious"), "utf8")).toBe("kept");
    expect(await namesIn(into)).toEqual(["db", "files", "keys"]);
  });
});

describe("a backup", () => {
  const make = (...args: string[]) => runOperator("backup", args, { DATA_DIR: dataDir });

  it("is made without a server too, keeps as many as told, and writes over none", async () => {
    const folder = path.join(root, "kept");
    await mkdir(folder);
    await writeFile(path.join(folder, "fuzhen-20200101T000000Z.backup"), "old");
    await writeFile(path.join(folder, "notes.txt"), "not ours to remove");
    expect(await make("--to", folder, "--keep", "1")).toMatchObject({ code: 0 });
    const names = await namesIn(folder);
    expect(names).toHaveLength(2);
    expect(names).toContain("notes.txt");
    expect(names).not.toContain("fuzhen-20200101T000000Z.backup");
    expect(await make("--to", path.join(folder, names[0] ?? ""))).toMatchObject({
      code: 1,
      err: expect.stringContaining("is there already") as string,
    });
  });

  it("under BACKUP_KEY opens with that alone, and still needs the master key for what is sealed in it", async () => {
    const BACKUP_KEY = randomBytes(32).toString("base64");
    const file = path.join(root, "own.backup");
    expect(await runOperator("backup", ["--to", file], { DATA_DIR: dataDir, BACKUP_KEY })).toMatchObject({ code: 0 });
    const into = await folderWithKey("own");
    const from = ["--from", file, "--data-dir", into];
    expect(await runOperator("restore", from, {})).toMatchObject({
      code: 1,
      err: expect.stringContaining("another key") as string,
    });
    expect(await runOperator("restore", from, { BACKUP_KEY })).toMatchObject({ code: 0 });
    const strange = { BACKUP_KEY, MASTER_KEY: randomBytes(32).toString("base64") };
    const ended = await runOperator("restore", ["--from", file, "--data-dir", path.join(root, "strange")], strange);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("under master key") as string });
    expect(await namesIn(root)).not.toContain("strange");
  });

  it("shows no name, phone or word to who has the file alone", async () => {
    const bytes = await readFile(backup);
    for (const word of ["第", open.patient.account.phone, "慢性肾炎", "users", "manifest"])
      expect(bytes.includes(word)).toBe(false);
  });

  // A file system of one megabyte is really full when it is full; only root may make one.
  const small = path.join(tmpdir(), `fuzhen-small-${process.pid}`);
  const canMount = () =>
    process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=48k", "tmpfs", small]).status === 0;

  it("on a full disk says so, leaves nothing half-done and tells the health page", async ({ skip }) => {
    await mkdir(small);
    if (!canMount()) skip("needs root to mount a small file system");
    try {
      const ended = await make("--to", path.join(small, "x.backup"));
      expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("no space left") as string });
      expect(await namesIn(small)).toEqual([]);
    } finally {
      spawnSync("umount", [small]);
      await rm(small, { recursive: true });
    }
    expect(JSON.parse(await readFile(path.join(dataDir, "backup.json"), "utf8"))).toMatchObject({ ok: false });
    expect((await namesIn(dataDir)).filter((name) => name.startsWith("backup-"))).toEqual([]);
  });
});
