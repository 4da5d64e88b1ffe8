import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { cellsOf } from "@fuzhen/shared/schedules/claim.rules.ts";
import { DAY_MS, dayOf, instantAt, addDays, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { AppointmentModel } from "../src/modules/appointments/appointment.model.ts";
import { offersJob } from "../src/modules/appointments/keep-offers.ts";
import { listSlots } from "../src/modules/appointments/slot.reads.ts";
import { ClaimModel } from "../src/modules/schedules/claim.model.ts";
import { ScheduleModel } from "../src/modules/schedules/schedule.model.ts";
import { callForOffers } from "../src/modules/specialists/index.ts";
import { searchSpecialists } from "../src/modules/specialists/search-specialists.ts";
import { runCommand } from "../src/operator.ts";
import { systemContext } from "../src/platform/context.ts";
import { Types } from "../src/platform/database.ts";
import { seedHospital, seedSpecialist, type Hospital } from "./seed-room.ts";

// p50_ms, p99_ms: two weeks of one specialist of 800, each with some 40 times claimed. offers_ms: one round that finds the
// earliest free time of all 800; blocked_ms_max: the longest in which nothing else could run meanwhile, lists included.
// list_p50_ms: a page of those free soonest. growth: p50_ms with `past` past appointments against that with 10,000.
const { values } = parseArgs({ options: { past: { type: "string" }, specialists: { type: "string" } } });
const past = Number(values.past ?? 1_000_000);
const few = Math.min(past, 10_000);
const many = Number(values.specialists ?? 800);

const oid = (id: string) => new Types.ObjectId(id);

const quantile = (times: readonly number[], share: number) => {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
};

await runCommand({ create: true }, async ({ services, say }) => {
  const ctx = systemContext(services, "bench");
  const today = dayOf(ctx.now());
  const hospital = await seedHospital(services);
  const ids: string[] = [];
  for (let index = 0; index < many; index++) ids.push((await seedSpecialist(services, hospital, index)).id);
  await ScheduleModel.insertMany(ids.map((specialistId) => week(specialistId, hospital, today)));
  await ClaimModel.insertMany(ids.flatMap((specialistId, index) => claims(specialistId, index, today)));

  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await run();
    return performance.now() - began;
  };
  const fortnights = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let index = 0; index < 400; index++) {
      const specialistId = ids[(index * 7) % ids.length] ?? "";
      times.push(await timed(() => listSlots(ctx, { specialistId, days: 14 })));
    }
    return times.slice(100);
  };

  await insertPast(0, few, ids, hospital);
  const before = await fortnights();
  await insertPast(few, past, ids, hospital);
  await callForOffers(ids, ctx.now());
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const offersMs = await timed(() => offersJob.run(services));
  const lists: number[] = [];
  for (let index = 0; index < 100; index++)
    lists.push(await timed(() => searchSpecialists(ctx, { sort: "nextFree", limit: 20 })));
  const after = await fortnights();
  delay.disable();
  const [few50, many50] = [quantile(before, 0.5), quantile(after, 0.5)];
  say(
    JSON.stringify({
      name: "slots",
      specialists: many,
      past,
      p50_ms: many50,
      p99_ms: quantile(after, 0.99),
      offers_ms: Math.round(offersMs),
      list_p50_ms: quantile(lists, 0.5),
      blocked_ms_max: Math.round(delay.max / 1e5) / 10,
      growth: Math.round((many50 / few50) * 100) / 100,
    }),
  );
  return 0;
});

/** Mornings and afternoons of every working day, in ten minutes each. */
function week(specialistId: string, hospital: Hospital, today: string) {
  const session = { slotMinutes: 10, feeCents: 5000, visitKind: "video", capacity: 1 };
  return {
    specialistId,
    organizationId: hospital.id,
    status: "published",
    effectiveFrom: addDays(today, -7),
    effectiveTo: null,
    sessions: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
      { ...session, weekday, halfDay: "morning", start: "08:00", end: "12:00" },
      { ...session, weekday, halfDay: "afternoon", start: "13:30", end: "17:00" },
    ]),
    version: 1,
    updatedAt: new Date(),
  };
}

/** Three of each of the coming days, the first times among them. */
function claims(specialistId: string, index: number, today: string) {
  return Array.from({ length: 14 }, (_, day) => addDays(today, day)).flatMap((day) =>
    ["08:00", "08:10", "14:00"].map((at) => {
      const from = instantAt(day, at);
      const to = new Date(from.getTime() + 10 * MINUTE_MS);
      return {
        holder: new Types.ObjectId(),
        kind: "booking",
        specialistId: oid(specialistId),
        place: 0,
        capacity: 1,
        person: `person of ${index} on ${day} at ${at}`,
        personPlace: 0,
        from,
        to,
        cells: cellsOf({ from, to }),
        expiresAt: to,
      };
    }),
  );
}

/** Visits that are over, spread over the specialists and three years. */
async function insertPast(from: number, to: number, ids: readonly string[], hospital: Hospital): Promise<void> {
  const now = Date.now();
  const PIECE = 2000;
  for (let first = from; first < to; first += PIECE) {
    const rows = Array.from({ length: Math.min(PIECE, to - first) }, (_, i) => {
      const index = first + i;
      const start = new Date(now - DAY_MS - (index % 1000) * DAY_MS);
      return {
        requestKey: `past-${index}`,
        accountId: new Types.ObjectId(),
        patientId: new Types.ObjectId(),
        person: `past person ${index % 50_000}`,
        specialistId: oid(ids[index % ids.length] ?? ""),
        organizationId: oid(hospital.id),
        departmentId: oid(hospital.departmentId),
        start,
        end: new Date(start.getTime() + 10 * MINUTE_MS),
        feeCents: 5000,
        visitKind: "video",
        status: "fulfilled",
        sealedTexts: "sealed",
        proofReportId: new Types.ObjectId(),
        reportIds: [],
        judgement: null,
        checkedInAt: null,
        cancelled: null,
        consultationId: null,
        consultationStatus: "completed",
        bookedAt: start,
      };
    });
    await AppointmentModel.collection.insertMany(rows, { ordered: false });
  }
}
