import { randomUUID } from "node:crypto";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "../../src/platform/database.ts";
import { newId, recordFact } from "../../src/platform/outbox.ts";
import { OutboxModel } from "../../src/platform/outbox.model.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { fileByKey, settledFile, unread, upload } from "../support/make-file.ts";
import { makePatient } from "../support/make-patient.ts";
import { signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
const START = Date.parse("2036-03-01T02:00:00Z");
beforeAll(async () => {
  app = await startTestApp({ now: new Date(START).toISOString() });
});
afterAll(() => app.close());

/** A fact that is written without waking the outbox. */
async function record(): Promise<string> {
  const id = newId();
  const ctx = { ...app.ctx, pokeOutbox: () => undefined };
  await inTransaction(ctx, () =>
    recordFact(ctx, {
      type: "organization:added",
      patientId: null,
      entity: { type: "Organization", id },
      data: { organizationId: id },
    }),
  );
  return id;
}

describe("a clock that is set back", () => {
  it("keeps no fact waiting that was taken or put off before", async () => {
    const taken = await record();
    const putOff = await record();
    const ahead = new Date(app.ctx.now().getTime() + DAY_MS);
    // As a process leaves them that was killed, or whose consumer failed, a day ahead of now.
    await OutboxModel.updateOne({ "entity.id": taken }, { $set: { leasedUntil: ahead, attempts: 1 } });
    await OutboxModel.updateOne({ "entity.id": putOff }, { $set: { dueAt: ahead, attempts: 1 } });
    app.app.services.pokeOutbox();
    await expect
      .poll(() => OutboxModel.countDocuments({ "entity.id": { $in: [taken, putOff] }, pending: true }))
      .toBe(0);
  });

  it("keeps no file waiting", async () => {
    const patient = await makePatient(app);
    const as = patient.account.token;
    const uploadKey = randomUUID();
    await upload(app, { as, patientId: patient.id, content: "photos/landscape_6.jpg", uploadKey });
    const file = await fileByKey(app, as, uploadKey);
    await settledFile(app, as, file?.id ?? "");
    const ahead = new Date(app.ctx.now().getTime() + DAY_MS);
    await unread(file?.id ?? "", { dueAt: ahead, leasedUntil: ahead, lease: "of a process that is dead" });
    await app.restart();
    expect((await settledFile(app, as, file?.id ?? "")).status).toBe("ready");
  });
});

it.each([DAY_MS, -2 * DAY_MS])("goes on when the clock jumps by %i ms: sign-in, chat, facts, files", async (jump) => {
  const visit = await makeConsultation(app);
  app.advance(jump);
  const again = await signIn(app, visit.patient.account);
  const text = "时间变了";
  const sent = await app.call("POST", `/consultations/${visit.consultationId}/messages`, {
    as: again.token,
    body: { clientMessageId: randomUUID(), text },
  });
  expect(sent.status).toBe(200);
  await app.settled();
  const uploadKey = randomUUID();
  await upload(app, { as: again.token, patientId: visit.patientId, content: "photos/landscape_6.jpg", uploadKey });
  const file = await fileByKey(app, again.token, uploadKey);
  expect((await settledFile(app, again.token, file?.id ?? "")).status).toBe("ready");
  app.advance(-jump);
});
