import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import pLimit from "p-limit";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { sealOf } from "../src/modules/reports/report.present.ts";
import { insertReport } from "../src/modules/reports/report.repo.ts";
import { insertSchedule, setScheduleStatusAt } from "../src/modules/schedules/schedule.repo.ts";
import { newId } from "../src/platform/outbox.ts";
import { runCommand } from "../src/operator.ts";
import { seedHospital, seedPatient, seedSpecialist } from "./seed-room.ts";

// Specialists whose whole days can be booked, and people who may book with them: written as their slices write them and told to
// nobody. Prints one JSON line with the specialists and, of each person, a token and what a booking names.
const { values } = parseArgs({ options: { specialists: { type: "string" }, patients: { type: "string" } } });

await runCommand({}, async ({ services }) => {
  const now = services.now();
  const many = 100;
  const hospital = await seedHospital(services, {
    bookingsPerSpecialistDay: many,
    bookingsPerDepartmentDay: many,
    bookingsPerPerson: many,
    bookingsPerAccount: many,
  });
  const lanes = pLimit(16);
  const all = <T>(count: number, make: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => lanes(() => make(index))));
  const specialists = await all(Number(values.specialists ?? 1), async (index) => {
    const { id } = await seedSpecialist(services, hospital, index);
    const sessions = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      halfDay: "morning" as const,
      start: "00:00",
      end: "23:50",
      slotMinutes: 10,
      feeCents: 5000,
      visitKind: "video" as const,
      capacity: 1,
    }));
    const owner = { specialistId: id, organizationId: hospital.id };
    await insertSchedule(
      owner,
      { effectiveFrom: dayOf(now), effectiveTo: null, sessions, closures: [], extras: [] },
      now,
    );
    await setScheduleStatusAt(id, 1, "published", now);
    return id;
  });
  const patients = await all(Number(values.patients ?? 100), async (index) => {
    const { id, accountId, token } = await seedPatient(services, index);
    const proofReportId = newId();
    await insertReport(
      {
        id: proofReportId,
        addedBy: accountId,
        requestKey: randomUUID(),
        patientId: id,
        category: "diagnosis-proof",
        issuedOn: addDays(dayOf(now), -60),
        fileIds: [],
        sealedTitle: services.keys.seal("门诊病历", sealOf(proofReportId, "title")),
        sealedPerformer: services.keys.seal("量程医院", sealOf(proofReportId, "performer")),
      },
      now,
    );
    return { patientId: id, proofReportId, token };
  });
  await new Promise((taken) => process.stdout.write(`${JSON.stringify({ specialists, patients })}\n`, taken));
  return 0;
});
