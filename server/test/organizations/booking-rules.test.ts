import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { bookingCountLimits, defaultVisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { visitSettingsOf } from "../../src/modules/organizations/index.ts";
import { insertOrganization } from "../../src/modules/organizations/organization.repo.ts";
import { bookingBody, freeSlots, makeFiledReport, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { rulesActs } from "./rules-acts.ts";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());
beforeEach(async () => {
  hospital = await makeHospital(app);
});

const roomy: BookingRules = {
  bookingsPerSpecialistDay: 50,
  bookingsPerDepartmentDay: 50,
  bookingsPerPerson: 50,
  bookingsPerAccount: 50,
};
const { read, set, inTrail, answersToOthers } = rulesActs<BookingRules>("booking-rules", () => ({ app, hospital }));

describe("limits of bookings", () => {
  it("are the house's until the organisation sets its own; other settings and other hospitals keep theirs", async () => {
    const { bookingsPerSpecialistDay, bookingsPerDepartmentDay, bookingsPerPerson, bookingsPerAccount } =
      defaultVisitSettings;
    const fresh = await insertOrganization(
      {
        name: "新医院",
        level: "三级甲等",
        licenceNumber: "PDY99999999110101A1001",
        address: "测试市测试路 2 号",
        timeZone: "Asia/Shanghai",
        registeredCodes: [],
        visitSettings: {},
      },
      app.ctx.now(),
    );
    const { token } = await makeStaff(app, fresh);
    const house = { bookingsPerSpecialistDay, bookingsPerDepartmentDay, bookingsPerPerson, bookingsPerAccount };
    expect((await read(token)).data).toEqual(house);
    expect((await set({ ...house, bookingsPerPerson: 4 }, token)).data).toEqual({ ...house, bookingsPerPerson: 4 });
    expect(await visitSettingsOf(fresh.id)).toMatchObject({ bookingsPerPerson: 4, cancelMinutesBefore: 30 });
    expect((await read()).data.bookingsPerPerson).toBe(100);
  });

  it("stand in the trail with what they were; sent again, once", async () => {
    const from = (await read()).data;
    for (let times = 0; times < 3; times++) expect((await set(roomy)).status).toBe(200);
    expect(await inTrail()).toEqual([
      [hospital.admin.id, { organizationId: hospital.organization.id, from, to: roomy }],
    ]);
  });

  it("401 for nobody, 403 for every other role and duty", async () => {
    const before = (await read()).data;
    expect(await answersToOthers(roomy)).toEqual([
      [401, 401],
      [403, 403],
      [403, 403],
    ]);
    expect((await read()).data).toEqual(before);
  });

  it.each([bookingCountLimits.least - 1, bookingCountLimits.most + 1, 1.5, "many", { $gt: 0 }])(
    "%j is 400 at its field",
    async (bookingsPerPerson) => {
      const reply = await set({ ...roomy, bookingsPerPerson });
      const fields = [{ path: "bookingsPerPerson", code: "booking_count" }];
      expect([reply.status, reply.problem?.fields]).toEqual([400, fields]);
    },
  );
});

describe("a booking", () => {
  const book = async (patient: TestPatient, { specialistId }: TestSpecialist, start: string) => {
    const proofReportId = await makeFiledReport(app, patient);
    const body = bookingBody({ patientId: patient.id, specialistId, start, proofReportId });
    return app.call<Appointment>("POST", "/appointments", { as: patient.account.token, body });
  };
  /** Times of the day after tomorrow, and of the one before. */
  const timesOf = async ({ specialistId }: TestSpecialist) => {
    const slots = (await freeSlots(app, specialistId)).map(({ start }) => start);
    const of = (day: string) => slots.filter((start) => start.startsWith(day));
    return { late: of("2026-11-25"), early: of("2026-11-24") };
  };

  it.each([
    ["bookingsPerSpecialistDay", "booking_limit_specialist"],
    ["bookingsPerDepartmentDay", "booking_limit_department"],
    ["bookingsPerPerson", "booking_limit_person"],
    ["bookingsPerAccount", "booking_limit"],
  ] as const)(
    "more than %s is refused by name, counts from the next one on, and room comes back",
    async (name, code) => {
      const specialist = await makeScheduledSpecialist(app, { hospital });
      const patient = await makePatient(app);
      const { late } = await timesOf(specialist);
      await set({ ...roomy, [name]: 2 });
      const [one, two] = [
        await book(patient, specialist, late[0] ?? ""),
        await book(patient, specialist, late[2] ?? ""),
      ];
      expect([one.status, two.status]).toEqual([201, 201]);
      const third = await book(patient, specialist, late[4] ?? "");
      expect([third.status, third.problem?.code]).toEqual([409, code]);
      // Fewer leave what is there.
      await set({ ...roomy, [name]: 1 });
      expect(
        (await app.call<Appointment>("GET", `/appointments/${two.data.id}`, { as: patient.account.token })).status,
      ).toBe(200);
      await set({ ...roomy, [name]: 2 });
      const as = patient.account.token;
      await app.call("POST", `/appointments/${one.data.id}/cancel`, { as, body: { reason: "" } });
      expect((await book(patient, specialist, late[4] ?? "")).status).toBe(201);
    },
  );

  it("counts a person in two accounts as one, and accounts of two people apart", async () => {
    await set({ ...roomy, bookingsPerSpecialistDay: 1 });
    const specialist = await makeScheduledSpecialist(app, { hospital });
    const patient = await makePatient(app);
    const again = await makePatient(app, { idNumber: patient.idNumber });
    const { late, early } = await timesOf(specialist);
    expect((await book(patient, specialist, late[0] ?? "")).status).toBe(201);
    expect((await book(again, specialist, late[3] ?? "")).problem?.code).toBe("booking_limit_specialist");
    expect((await book(again, specialist, early[3] ?? "")).status).toBe(201);
    const other = await makePatient(app, { account: patient.account, relationship: "spouse" });
    expect((await book(other, specialist, late[3] ?? "")).status).toBe(201);
  });

  it("of ten at once by one person in two accounts as many come in as allowed", async () => {
    await set({ ...roomy, bookingsPerPerson: 3 });
    const specialist = await makeScheduledSpecialist(app, { hospital });
    const patient = await makePatient(app);
    const again = await makePatient(app, { idNumber: patient.idNumber });
    const proofs = new Map([
      [patient, await makeFiledReport(app, patient)],
      [again, await makeFiledReport(app, again)],
    ]);
    const { late } = await timesOf(specialist);
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => {
        const who = i % 2 === 0 ? patient : again;
        const { specialistId } = specialist;
        const proofReportId = proofs.get(who) ?? "";
        const body = bookingBody({ patientId: who.id, specialistId, start: late[i * 2] ?? "", proofReportId });
        return app.call("POST", "/appointments", {
          as: who.account.token,
          body: { ...body, requestKey: randomUUID() },
        });
      }),
    );
    const codes = replies.map(({ status, problem }) => problem?.code ?? status);
    expect(codes.filter((one) => one === 201)).toHaveLength(3);
    expect(codes.filter((one) => one === "booking_limit_person")).toHaveLength(7);
  });
});
