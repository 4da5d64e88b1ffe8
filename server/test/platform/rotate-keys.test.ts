import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { openKeyRing } from "../../src/platform/key-ring.ts";
import { drainOldKeys, dropOldKeys, makeDataKeys, type Rotation } from "../../src/platform/key-rotation.ts";
import { loadMasterKeys } from "../../src/platform/master-key.ts";
import { makeFiledReport } from "../support/make-appointment.ts";
import { bytesOf, makeFile, sha } from "../support/make-file.ts";
import { makePatient, patientBody, type TestPatient } from "../support/make-patient.ts";
import { runOperator } from "../support/run-command.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let dataDir: string;
let house: TestApp;
let patient: TestPatient;
let reportId: string;
let file: FileInfo;
const photo = "photos/landscape_3.jpg";

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-rotate-"));
  house = await startTestApp({ dataDir });
  patient = await makePatient(house, { name: "欧阳石榴花" });
  reportId = await makeFiledReport(house, patient);
  file = await makeFile(house, { as: patient.account.token, patientId: patient.id, content: photo });
});
afterAll(async () => {
  await house.close();
  await rm(dataDir, { recursive: true, force: true });
});

const as = () => patient.account.token;
/** Everything there is reads as it was written, and the token from before the rotations is still good. */
async function expectWhole(): Promise<void> {
  const person = await house.call<Patient>("GET", `/patients/${patient.id}`, { as: as() });
  expect(person.data).toMatchObject({ name: "欧阳石榴花", birthDate: patient.record.birthDate });
  const report = await house.call<Report>("GET", `/reports/${reportId}`, { as: as() });
  expect(report.data).toMatchObject({ title: "门诊病历", performer: "北京肾病医院" });
  const info = await house.call<FileInfo>("GET", `/files/${file.id}`, { as: as() });
  const original = await (await fetch(`${house.url}${info.data.original}`)).arrayBuffer();
  expect(sha(Buffer.from(original))).toBe(sha(await bytesOf(photo)));
}

async function rotation(change: Partial<Rotation> = {}): Promise<Rotation> {
  const { env, objects, uploads, now, keys } = house.ctx;
  const ring = await openKeyRing(() => loadMasterKeys(env), now());
  return { env, ring, stores: [objects, uploads], now, spread: () => keys.refresh(), ...change };
}
async function rotate(change: Partial<Rotation> = {}) {
  const with_ = await rotation(change);
  const made = await makeDataKeys(with_);
  return { made, ...(await drainOldKeys(with_)) };
}
const keyRows = () =>
  mongoose.connection.collection<{ _id: string; state: string; generation: number }>("keys").find().toArray();
const newestOf = async (purpose: string) =>
  Math.max(...(await keyRows()).filter(({ _id }) => _id.startsWith(`${purpose}.`)).map(({ generation }) => generation));

/** Sealed texts that are not under the newest field key, and objects that are not under the newest object key. */
async function left(): Promise<string[]> {
  const [field, object] = [await newestOf("field"), await newestOf("object")];
  const found: string[] = [];
  for (const { name } of (await mongoose.connection.db?.listCollections().toArray()) ?? [])
    for (const row of await mongoose.connection.collection(name).find().toArray())
      for (const [, generation] of JSON.stringify(row).matchAll(/"v2\.(\d+)\./g))
        if (Number(generation) !== field) found.push(name);
  for await (const key of house.ctx.objects.keys()) {
    const header = await readFile(path.join(dataDir, "files", key));
    if (header.readUInt32BE(12) !== object) found.push(key);
  }
  return found;
}

test("while people go on working, everything comes under new keys, and the old ones may go", async () => {
  let working = true;
  const statuses = new Set<number>();
  const added: string[] = [];
  const traffic = (async () => {
    while (working) {
      statuses.add((await house.call("GET", `/patients/${patient.id}`, { as: as() })).status);
      const body = patientBody({ name: "路过的人", relationship: "parent" });
      const reply = await house.call<Patient>("POST", "/patients", { as: as(), body });
      statuses.add(reply.status);
      added.push(reply.data.id);
    }
  })();
  const { made, texts, objects, failed, left: kept } = await rotate();
  working = false;
  await traffic;
  expect(made).toEqual(expect.arrayContaining(["field.2", "object.2", "access-token.2", "refresh-token.2"]));
  expect(made).not.toContain("lookup.2");
  expect({ failed, kept }).toEqual({ failed: [], kept: [] });
  expect(texts).toBeGreaterThan(5);
  expect(objects).toBe(3);
  expect(statuses).toEqual(new Set([200, 201]));
  expect(added.length).toBeGreaterThan(0);
  expect(await left()).toEqual([]);
  await expectWhole();

  const dropped = await dropOldKeys(await rotation());
  expect(dropped.toSorted()).toEqual(["field.1", "object.1"]);
  await house.ctx.keys.refresh();
  await expectWhole();
  const phone = await house.call("POST", "/patients", { as: as(), body: patientBody({ relationship: "self" }) });
  expect(phone.problem?.code, "a self is there already: indexes over hashes hold").toBe("relationship_invalid");
});

describe("a rotation that is cut off", () => {
  class Killed extends Error {}
  let spreads = 0;
  beforeEach(() => (spreads = 0));
  const dieAtSpread = (nth: number) => async () => {
    await house.ctx.keys.refresh();
    if (++spreads === nth) throw new Killed();
  };

  test.each([
    ["after announcing the keys", async () => ({ spread: dieAtSpread(1) })],
    ["after the old ones were retired", async () => ({ spread: dieAtSpread(2) })],
    [
      "in the middle of the objects",
      async () => {
        let renewed = 0;
        const { objects } = house.ctx;
        const renewKey = (key: string) => {
          if (renewed++ === 1) throw new Killed();
          return objects.renewKey(key);
        };
        return { stores: [{ ...objects, renewKey }] };
      },
    ],
  ] as const)("%s: nothing is lost, and the next run ends it", async (_, cut) => {
    const before = await newestOf("field");
    await expect(rotate(await cut())).rejects.toThrow(Killed);
    await house.ctx.keys.refresh();
    await expectWhole();
    const { failed, left: kept } = await rotate();
    expect({ failed, kept }).toEqual({ failed: [], kept: [] });
    expect(await newestOf("field"), "taken up, not begun anew").toBe(before + 1);
    expect(await left()).toEqual([]);
    await expectWhole();
  });
});

test("kill -9 while texts are sealed anew: the next run ends it", async () => {
  const rows = Array.from({ length: 2000 }, (_, n) => ({ sealed: house.ctx.keys.seal(`text ${n}`, `row:${n}`), n }));
  await mongoose.connection.collection("extras").insertMany(rows);
  const before = await newestOf("field");
  await house.close();
  const env = { DATA_DIR: dataDir, NODE_ENV: "test" };
  const file = path.join(import.meta.dirname, "..", "..", "src", "commands", "rotate-keys.ts");
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "close");
  // The new keys exist, and sealing everything anew begins at this moment.
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith("new:")) child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);

  const next = await runOperator("rotate-keys", [], env);
  expect(next).toMatchObject({ code: 0, err: "" });
  expect(next.out).toContain("going on with the last rotation");
  house = await startTestApp({ dataDir });
  expect(await newestOf("field")).toBe(before + 1);
  expect(await left()).toEqual([]);
  const extras = await mongoose.connection.collection("extras").find().toArray();
  expect(extras.map(({ sealed, n }) => house.ctx.keys.open(String(sealed), `row:${n}`))).toEqual(
    extras.map(({ n }) => `text ${n}`),
  );
  await expectWhole();
});

test("the command does it with the server away, and changes the master key", async () => {
  await house.close();
  const env = { DATA_DIR: dataDir, NODE_ENV: "test" };
  const keys = path.join(dataDir, "keys");
  const first = await readFile(path.join(keys, "master.key"), "utf8");
  const kek = await runOperator("rotate-keys", ["--kek"], env);
  expect(kek).toMatchObject({ code: 0, err: "" });
  expect(await readFile(path.join(keys, "master.key"), "utf8")).not.toBe(first);
  expect((await readdir(keys)).filter((name) => name !== "master.key")).toHaveLength(1);
  const all = await runOperator("rotate-keys", [], env);
  expect(all).toMatchObject({ code: 0, err: "" });
  expect(all.out).toMatch(/new: .*field\.\d+/);
  expect(all.out).toMatch(/sealed anew: \d+ texts, 3 objects/);
  const dropped = await runOperator("rotate-keys", ["--drop-old"], env);
  expect(dropped.out).toMatch(/deleted: .*field\.\d+/);
  const checked = await runOperator("check-data", ["--deep"], env);
  expect(checked).toMatchObject({ code: 0 });
  // The old master key opens nothing any more.
  for (const name of await readdir(keys)) if (name !== "master.key") await rm(path.join(keys, name));
  house = await startTestApp({ dataDir });
  await expectWhole();
});
