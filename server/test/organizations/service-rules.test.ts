import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { defaultVisitSettings, questionHoursLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Organization, ServiceRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { visitSettingsOf } from "../../src/modules/organizations/index.ts";
import { makeReadyVisit } from "../support/make-consultation.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
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

const rules: ServiceRules = {
  questionHours: 24,
  complaintPhone: "010-6512 0000 转 8",
  feePayment: { way: "counter", note: "门诊楼一层收费处，带医保卡" },
};
const { read, set, inTrail, answersToOthers } = rulesActs<ServiceRules>("service-rules", () => ({ app, hospital }));

describe("what an organisation promises around a visit", () => {
  it("is the house's until it sets its own; other settings and other hospitals keep theirs", async () => {
    const other = await makeHospital(app);
    expect((await read()).data).toEqual({
      questionHours: defaultVisitSettings.questionHours,
      complaintPhone: "",
      feePayment: { way: "unsaid", note: "" },
    });
    expect((await set(rules)).data).toEqual(rules);
    expect(await visitSettingsOf(hospital.organization.id)).toMatchObject({ questionHours: 24, careAccessDays: 30 });
    expect((await read(other.admin.token)).data.questionHours).toBe(48);
  });

  it("stands in the trail with what it was; sent again, once", async () => {
    const from = (await read()).data;
    for (let times = 0; times < 3; times++) expect((await set(rules)).status).toBe(200);
    expect(await inTrail()).toEqual([
      [hospital.admin.id, { organizationId: hospital.organization.id, from, to: rules }],
    ]);
  });

  it("401 for nobody, 403 for every other role and duty", async () => {
    const before = (await read()).data;
    expect(await answersToOthers(rules)).toEqual([
      [401, 401],
      [403, 403],
      [403, 403],
    ]);
    expect((await read()).data).toEqual(before);
  });

  it.each([questionHoursLimits.least - 1, questionHoursLimits.most + 1, 1.5, "many", { $gt: 0 }])(
    "%j hours is 400 at its field",
    async (questionHours) => {
      const reply = await set({ ...rules, questionHours });
      const fields = [{ path: "questionHours", code: "question_hours" }];
      expect([reply.status, reply.problem?.fields]).toEqual([400, fields]);
    },
  );

  it.each(["call us", "<b>1</b>", "12", "１２３４５", "1".repeat(41), { $gt: "" }])(
    "%j is no phone number",
    async (complaintPhone) => {
      const reply = await set({ ...rules, complaintPhone });
      expect([reply.status, reply.problem?.fields?.[0]?.path]).toEqual([400, "complaintPhone"]);
    },
  );

  it.each<[unknown, string, string]>([
    [{ way: "by-credit", note: "" }, "feePayment.way", "required"],
    [{ note: "" }, "feePayment.way", "required"],
    [{ way: "counter", note: "长".repeat(101) }, "feePayment.note", "too_long"],
    [{ way: "counter", note: "a\u0007" }, "feePayment.note", "control_characters"],
    [{ way: { $gt: "" }, note: "" }, "feePayment.way", "required"],
  ])("%j is no way of paying", async (feePayment, path, code) => {
    const reply = await set({ ...rules, feePayment });
    expect([reply.status, reply.problem?.fields]).toEqual([400, [{ path, code }]]);
  });

  it("how the fee is paid stands on the hospital, on its specialists and on bookings there are (R3)", async () => {
    const visit = await makeReadyVisit(app);
    const { admin, organization } = visit.specialist.hospital;
    const told = async () => [
      (await app.call<Organization[]>("GET", "/organizations", { as: null })).data.find(
        ({ id }) => id === organization.id,
      )?.feePayment,
      (await app.call<Specialist>("GET", `/specialists/${visit.specialist.specialistId}`, { as: null })).data
        .organization.feePayment,
      (await app.call<Appointment>("GET", `/appointments/${visit.appointmentId}`, { as: visit.patientToken })).data
        .feePayment,
    ];
    expect(await told()).toEqual(Array.from({ length: 3 }, () => ({ way: "unsaid", note: "" })));
    await set(rules, admin.token);
    expect(await told()).toEqual(Array.from({ length: 3 }, () => rules.feePayment));
  });

  it("the number is public, and may be taken away", async () => {
    const of = async () => {
      const { data } = await app.call<Organization[]>("GET", "/organizations", { as: null });
      return data.find(({ id }) => id === hospital.organization.id)?.complaintPhone;
    };
    await set(rules);
    expect(await of()).toBe(rules.complaintPhone);
    await set({ ...rules, complaintPhone: "" });
    expect(await of()).toBe("");
  });
});
