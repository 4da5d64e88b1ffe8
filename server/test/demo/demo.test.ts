import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoAccount, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { seedDemo } from "../../src/modules/demo/seed-demo.ts";
import { codeAt } from "../support/make-factor.ts";
import { settledFile } from "../support/make-file.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

type Page<T> = { items: T[] };

let app: TestApp;
let firstStart: string;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z", env: { DEMO: "true" } });
  // A start that dies half-way is mended by the next.
  let calls = 0;
  const dying = {
    ...app.ctx,
    keys: {
      ...app.ctx.keys,
      seal: (text: string, bind: string) => {
        calls += 1;
        if (calls === 12) throw new Error("power cut");
        return app.ctx.keys.seal(text, bind);
      },
    },
  };
  firstStart = await seedDemo(dying).then(
    () => "done",
    (error: Error) => error.message,
  );
  await seedDemo(app.ctx);
  await app.settled();
});
afterAll(() => app.close());

describe("demo data", () => {
  it("is made whole by the start after one that died half-way", () => {
    expect(firstStart).toBe("power cut");
  });

  it("every account on the sign-in page opens", async () => {
    const accounts = await app.call<DemoAccount[]>("GET", "/accounts/demo");
    expect(accounts.data.length).toBeGreaterThanOrEqual(6);
    for (const { phone, password, role } of accounts.data) {
      const reply = await app.call<Session>("POST", "/sessions", { body: { phone, password } });
      expect([reply.status, reply.data.me?.role]).toEqual([201, role]);
    }
  });

  it("lets its staff through the second step with the published secret, also two visitors at once, to an open desk", async () => {
    const accounts = await app.call<DemoAccount[]>("GET", "/accounts/demo");
    const staff = accounts.data.filter(({ role }) => role !== "patient");
    expect(staff.length).toBeGreaterThanOrEqual(5);
    for (const { phone, password, totpSecret } of [...staff, ...staff.slice(0, 1)]) {
      const half = await app.call<Session>("POST", "/sessions", { body: { phone, password } });
      expect(half.data.me).toMatchObject({ secondFactor: "required", secondFactorKinds: ["totp"] });
      const whole = await app.call<Session>("POST", "/sessions/second-factor", {
        as: half.data.accessToken,
        body: { method: "totp", code: codeAt(totpSecret ?? "", app.ctx.now()) },
      });
      expect([whole.status, whole.data.me]).toMatchObject([200, { secondFactor: null, mustChangePassword: false }]);
    }
    expect(accounts.data.filter(({ totpSecret }) => totpSecret === null).map(({ role }) => role)).toEqual(["patient"]);
  });

  it("the patient comes home to a finished visit with its signed plan and the papers behind it", async () => {
    const session = await app.call<Session>("POST", "/sessions", {
      body: { phone: "13800000001", password: "fuzhen-demo-2026" },
    });
    const as = session.data.accessToken;
    const patients = await app.call<Patient[]>("GET", "/patients", { as });
    expect(patients.data).toMatchObject([{ name: "李建国", age: 68, relationship: "self", consentsMissing: [] }]);
    const patientId = patients.data[0]?.id;
    const reports = await app.call<Page<Report>>("GET", `/patients/${patientId}/reports`, { as });
    expect(reports.data.items.map((report) => report.category).toSorted()).toEqual(["diagnosis-proof", "laboratory"]);
    for (const { files } of reports.data.items)
      expect((await settledFile(app, as, files[0]?.id ?? "")).status).toBe("ready");
    const past = await app.call<Page<Appointment>>("GET", "/appointments?scope=past", { as });
    expect(past.data.items).toMatchObject([{ status: "fulfilled", specialist: { name: "陈静宜" } }]);
    const plan = await app.call<Plan>("GET", `/consultations/${past.data.items[0]?.consultationId}/plan`, { as });
    expect(plan.data.signature).toMatchObject({ valid: true, signerName: "陈静宜" });
  });

  it("offers five specialists with slots, and a second start changes nothing", async () => {
    await seedDemo(app.ctx);
    const found = await app.call<Page<Specialist>>("GET", "/specialists");
    expect(found.data.items.map((specialist) => specialist.name)).toEqual([
      "陈静宜",
      "周明远",
      "林书瑶",
      "吴海峰",
      "孙丽华",
    ]);
    const days = await app.call<{ reason: string }[]>("GET", `/specialists/${found.data.items[0]?.id}/slots?days=7`);
    expect(days.data.map((day) => day.reason)).toEqual(Array.from({ length: 7 }, () => "open"));
  });
});
