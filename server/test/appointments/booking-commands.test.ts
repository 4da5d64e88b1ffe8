import mongoose from "mongoose";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { specialistsReading } from "../../src/modules/specialists/index.ts";
import { callForOffers } from "../../src/modules/specialists/specialist-offers.repo.ts";
import { inTransaction } from "../../src/platform/database.ts";
import { newId } from "../../src/platform/outbox.ts";
import { readTogether } from "../../src/platform/read-together.ts";
import { takeTurn } from "../../src/platform/turn.repo.ts";
import {
  bookingBody,
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
} from "../support/make-appointment.ts";
import { makePatient } from "../support/make-patient.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

/** Of delivery, of the trail's sealing, of the earliest free times and of calls that end, which go on meanwhile. */
const BESIDE =
  /^work\.|^calls\.|^outbox\.(find|update|count)|^fact_floors\.|^audit_(?!events\.insertOne)|^specialists\.(find|updateMany|bulkWrite)$/;

/** All that the database is asked meanwhile, of whatever is under way. */
async function allAsked<T>(act: () => Promise<T>): Promise<[T, string[]]> {
  await app.settled();
  const commands: string[] = [];
  mongoose.set("debug", (collection: string, method: string) => void commands.push(`${collection}.${method}`));
  const client = mongoose.mongo.MongoClient.prototype;
  const { bulkWrite } = client;
  const several = vi.spyOn(client, "bulkWrite").mockImplementation(function (this: typeof client, ...given) {
    commands.push("several.bulkWrite");
    return bulkWrite.apply(this, given);
  });
  try {
    return [await act(), commands];
  } finally {
    mongoose.set("debug", false);
    several.mockRestore();
  }
}

/** What the database is asked while a call is answered; what delivers facts beside it does not count. */
async function asked(call: () => Promise<Reply<unknown>>): Promise<[number, string[]]> {
  const [{ status }, commands] = await allAsked(call);
  // What comes after its last fact is the delivery of its facts; how far delivery has come is noted beside it.
  const own = commands.slice(0, commands.indexOf("several.bulkWrite") + 1 || commands.length);
  return [status, own.filter((command) => !BESIDE.test(command))];
}

it("a booking reads all it rests on once, behind its turn; a lost one takes no turn, and is told from memory", async () => {
  const specialist = await makeScheduledSpecialist(app);
  const { specialistId } = specialist;
  // The first of a new installation also makes the row from which all is looked up.
  await makeAppointment(app, { specialist });
  const start = (await freeSlots(app, specialistId))[0]?.start ?? "";
  const [winner, loser] = [await makePatient(app), await makePatient(app)];
  const proofs = [await makeFiledReport(app, winner), await makeFiledReport(app, loser)];
  const book = (patient: typeof winner, proofReportId = "") => {
    const body = bookingBody({ patientId: patient.id, specialistId, start, proofReportId });
    return app.call("POST", "/appointments", { as: patient.account.token, body });
  };
  const before = ["sessions.find", "users.find", "patients.find", "audit_events.insertOne", "claims.find"];
  expect(await asked(() => book(winner, proofs[0]))).toEqual([
    201,
    [
      ...before,
      "turns.bulkWrite",
      "anchors.aggregate",
      // Claim, appointment, care access and their facts; then comes the commit.
      "several.bulkWrite",
    ],
  ]);
  // What is offered there is read once for all who come too late.
  expect(await asked(() => book(loser, proofs[1]))).toEqual([
    409,
    [...before, "anchors.aggregate", "appointments.find"],
  ]);
  const again = before.filter((command) => command !== "claims.find");
  expect(await asked(() => book(loser, proofs[1]))).toEqual([409, [...again, "appointments.find"]]);
});

it("a crowd asks for what concerns each of them together, and books in few transactions", async () => {
  const CROWD = 24;
  const specialist = await makeScheduledSpecialist(app);
  const { specialistId } = specialist;
  const starts = (await freeSlots(app, specialistId)).slice(0, CROWD);
  const people = await Promise.all(
    starts.map(async ({ start }) => {
      const patient = await makePatient(app);
      return { patient, start, proofReportId: await makeFiledReport(app, patient) };
    }),
  );
  const [statuses, commands] = await allAsked(() =>
    Promise.all(
      people.map(async ({ patient, start, proofReportId }) => {
        const body = bookingBody({ patientId: patient.id, specialistId, start, proofReportId });
        return (await app.call("POST", "/appointments", { as: patient.account.token, body })).status;
      }),
    ),
  );
  expect(statuses).toEqual(Array.from({ length: people.length }, () => 201));
  // Each would be one a booking. How many come at once is for the machine to say.
  const ofAll = ["sessions.find", "users.find", "patients.find", "audit_events.insertOne", "turns.bulkWrite"];
  const timesOf = (command: string) => commands.filter((one) => one === command).length;
  expect(ofAll.filter((command) => timesOf(command) > people.length / 2)).toEqual([]);
});

it("a booking that has to wait is not done anew because the earliest free times were written beside it", async () => {
  const { specialistId } = await makeScheduledSpecialist(app);
  const { promise: hasRead, resolve: tellRead } = Promise.withResolvers<void>();
  const { promise: written, resolve: tellWritten } = Promise.withResolvers<void>();
  let tries = 0;
  const booking = inTransaction(app.ctx, async () => {
    tries += 1;
    await takeTurn("specialist", specialistId);
    await readTogether([specialistsReading([specialistId])]);
    tellRead();
    // The database sets it aside meanwhile: nobody waits for a client that does nothing.
    await written;
    await takeTurn("patient", newId());
  });
  await hasRead;
  await callForOffers([specialistId], new Date(app.ctx.now().getTime() + 1));
  tellWritten();
  await booking;
  expect(tries).toBe(1);
});
