import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { runDataChecks, type CheckResult, type DataCheck } from "../../src/platform/data-check.ts";
import { makeBreakGlass } from "../support/make-break-glass.ts";
import { makeConsultation, finishVisit, type Visit } from "../support/make-consultation.ts";
import { makeFile } from "../support/make-file.ts";
import { makeReport } from "../support/make-report.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";
import { damages } from "./damages.ts";

let app: TestApp;
let open: Visit;
let signed: Visit;
beforeAll(async () => {
  // A push service that is not there.
  const PUSH_HOSTS = "http://127.0.0.1:9";
  app = await startTestApp({ env: { PUSH_HOSTS } });
  open = await makeConsultation(app);
  signed = await makeConsultation(app);
  await makeReport(app, open.patient);
  await makeReport(app, signed.patient);
  const as = open.patientToken;
  const at = `/consultations/${open.consultationId}`;
  const file = await makeFile(app, { as, consultationId: open.consultationId, content: "photos/landscape_6.jpg" });
  const said = [{ fileId: file.id }, { text: "你好" }, { text: "再见" }];
  for (const words of said) {
    const sent = await app.call("POST", `${at}/messages`, { as, body: { clientMessageId: randomUUID(), ...words } });
    if (sent.status >= 300) throw new Error(`message answered ${sent.status}`);
  }
  const specialist = await app.socket(open.specialistToken);
  await command(specialist, "consultation:join", { consultationId: open.consultationId });
  const joined = await command(specialist, "call:join", { consultationId: open.consultationId });
  if (!joined.ok) throw new Error(`call answered ${joined.problem.code}`);
  await finishVisit(app, signed);
  for (const { patient } of [open, signed]) await makeBreakGlass(app, patient);
  for (const { patient } of [open, signed]) {
    const body = { requestKey: randomUUID(), phone: "13700000001" };
    const corrected = await app.call("PATCH", `/patients/${patient.id}`, { as: patient.account.token, body });
    if (corrected.status !== 200) throw new Error(`correction answered ${corrected.status}`);
  }
  const keys = {
    p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
    auth: "tBHItJI5svbpez7KI4CCXg",
  };
  for (const { patientToken: reader, consultationId: id } of [open, signed]) {
    const body = { endpoint: `${PUSH_HOSTS}/${id}`, keys, language: "zh" };
    const taken = await app.call("POST", "/reach/device", { as: reader, body });
    if (taken.status !== 200) throw new Error(`device answered ${taken.status}`);
    await app.call("GET", "/reach/settings", { as: reader });
  }
  await app.settled();
  // Sealed a moment after they are written.
  await vi.waitFor(
    async () => {
      if (!(await mongoose.connection.collection("audit_events").findOne({ seq: 1 })))
        throw new Error("not sealed yet");
    },
    { timeout: 60_000 },
  );
});
afterAll(() => app.close());

async function check(checks: readonly DataCheck[], deep = false): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for await (const result of runDataChecks(checks, app.app.services, { deep })) results.push(result);
  return results;
}

describe("check-data", () => {
  it.each([false, true])("finds nothing in sound data, and has looked at rows (deep: %s)", async (deep) => {
    const results = await check(dataChecks, deep);
    expect(results.flatMap(({ name, broken }) => broken.map((found) => ({ name, ...found })))).toEqual([]);
    const unseen = results.filter(({ rows }) => rows === 0).map(({ name }) => name);
    expect(unseen).toEqual(["database.unique-where-declared", "outbox.nothing-stuck"]);
  });

  it.each(damages)("%s: %s is found and named", async (name, _what, harm) => {
    const mine = dataChecks.filter((one) => one.name === name);
    const { row, undo } = await harm({ app, open, signed });
    try {
      const found = (await check(mine)).flatMap(({ broken }) => broken.map((one) => one.row));
      expect(found).toContain(row);
    } finally {
      await undo();
    }
    expect((await check(mine)).flatMap(({ broken }) => broken)).toEqual([]);
  });

  it("has no check that nobody has seen fail", () => {
    const elsewhere = "database.store-sound"; // server/embedded-mongo/test/integrity.test.ts harms the file itself
    expect(new Set(dataChecks.map(({ name }) => name))).toEqual(new Set([...damages.map(([name]) => name), elsewhere]));
  });

  it("believes only what it sees twice: a row in the middle of a change is no break", async () => {
    let run = 0;
    const flicker: DataCheck = {
      name: "test.flicker",
      async run({ broken }) {
        broken("always", "gone");
        if (run++ === 0) broken("once", "gone");
      },
    };
    expect(await check([flicker])).toMatchObject([{ broken: [{ row: "always", why: "gone" }] }]);
  });
});
