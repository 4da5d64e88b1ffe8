import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { unsaidPayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { Types } from "../../src/platform/database.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { CareGrantModel } from "../../src/modules/care-access/care-grant.model.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { expectRefused, makeStrangers } from "../support/expect-refused.ts";
import { makeReport } from "../support/make-report.ts";
import { makeStaff, signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

interface Page {
  items: AccessLine[];
  nextCursor: string | null;
}

let app: TestApp;
let visit: Visit;
let reportId: string;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  visit = await makeConsultation(app);
  reportId = (await makeReport(app, visit.patient)).id;
});
afterAll(() => app.close());

const log = (query = "", as: string = visit.patientToken) =>
  app.call<Page>("GET", `/patients/${visit.patientId}/access-log?${query}`, { as });
const staffLines = async () => (await log("limit=100")).data.items.filter(({ who }) => who.kind === "staff");

describe("who read my record", () => {
  it("is the account holder's to know, and nobody else's", async () => {
    const strangers = await makeStrangers(app);
    await expectRefused(strangers, (id, as) => app.call("GET", `/patients/${id}/access-log`, { as }), visit.patientId);
    expect((await log("", visit.specialistToken)).status).toBe(403);
    expect((await log("cursor=x")).status).toBe(400);
    expect((await log("limit=0")).status).toBe(400);
  });

  it("names the specialist with title, department, hospital and its number, what was seen and from when until when", async () => {
    const { hospital } = visit.specialist;
    const service = { questionHours: 48, complaintPhone: "010-5550 0101", feePayment: unsaidPayment };
    const set = await app.call("PUT", "/admin/service-rules", { as: hospital.admin.token, body: service });
    expect(set.status).toBe(200);
    for (let times = 0; times < 3; times++) {
      app.advance(60_000);
      await app.call("GET", `/reports/${reportId}`, { as: visit.specialistToken });
    }
    const [line] = (await staffLines()).filter(({ listed }) => !listed);
    expect(line).toEqual({
      who: {
        kind: "staff",
        role: "specialist",
        name: "陈静宜",
        title: "chief",
        departmentName: hospital.department.name,
        organizationName: hospital.organization.name,
        complaintPhone: "010-5550 0101",
      },
      purposes: ["read-report", "change-appointment", "open-visit"],
      emergency: false,
      listed: false,
      day: "2026-11-23",
      firstAt: "2026-11-23T02:00:00.000Z",
      lastAt: "2026-11-23T02:03:00.000Z",
    });
  });

  it("tells of the lists the patient stood on, of the pictures opened, and of oneself", async () => {
    await app.call("GET", "/worklist", { as: visit.specialistToken });
    const report = await app.call<{ files: { pages: { display: string }[] }[] }>("GET", `/reports/${reportId}`, {
      as: visit.specialistToken,
    });
    const link = report.data.files[0]?.pages[0]?.display ?? "";
    // A picture element sends no token: the link itself names whom it was made for.
    expect((await fetch(app.url + link)).status).toBe(200);
    const lines = await staffLines();
    expect(lines).toContainEqual(expect.objectContaining({ purposes: ["read-appointment"], listed: true }));
    expect(lines.find(({ listed }) => !listed)?.purposes).toContain("read-file");
    const own = (await log("limit=100")).data.items.filter(({ who }) => who.kind === "account");
    expect(own).toContainEqual(expect.objectContaining({ purposes: expect.arrayContaining(["own-access-log"]) }));
    expect(own.map(({ who }) => who.name)).toEqual(own.map(() => ""));
    const others = (await log("limit=100&own=false")).data.items;
    expect(others).toEqual(lines);
  });

  it("counts the parts of one opened file once", async () => {
    const report = await app.call<{ files: { pages: { display: string }[] }[] }>("GET", `/reports/${reportId}`, {
      as: visit.specialistToken,
    });
    const link = app.url + (report.data.files[0]?.pages[0]?.display ?? "");
    const opened = async () =>
      (await auditEventsOfPatient(visit.patientId)).filter(
        ({ action, outcome }) => action === "read-file" && outcome === "allowed",
      ).length;
    const before = await opened();
    for (const range of ["bytes=0-9", "bytes=10-19", "bytes=20-"])
      expect((await fetch(link, { headers: { range } })).status).toBe(206);
    expect(await opened()).toBe(before + 1);
    // From another address it counts as another look, whichever part of the file it begins with.
    await fetch(link, { headers: { range: "bytes=10-19", "user-agent": "another browser" } });
    expect(await opened()).toBe(before + 2);
  });

  it("asks the gate for every part, and each refusal stands in the trail", async () => {
    const report = await app.call<{ files: { pages: { display: string }[] }[] }>("GET", `/reports/${reportId}`, {
      as: visit.specialistToken,
    });
    const link = app.url + (report.data.files[0]?.pages[0]?.display ?? "");
    // One browser began to load the file while the right stood, another begins after it ended.
    const part = (browser: string) => fetch(link, { headers: { range: "bytes=0-9", "user-agent": browser } });
    expect((await part("begun")).status).toBe(206);
    const refused = async () =>
      (await auditEventsOfPatient(visit.patientId)).filter(
        ({ action, outcome }) => action === "read-file" && outcome === "refused",
      ).length;
    const before = await refused();
    const setEnd = (endedAt: Date | null) => CareGrantModel.updateMany({}, { $set: { endedAt } });
    await setEnd(new Date());
    const statuses = [await part("begun"), await part("begun"), await part("new"), await part("new")].map(
      ({ status }) => status,
    );
    await setEnd(null);
    expect(statuses).toEqual([403, 403, 403, 403]);
    expect(await refused()).toBe(before + 4);
    expect((await part("begun")).status).toBe(206);
  });

  it("a link ends with the session it was made for, and may not be made out to another", async () => {
    const again = await signIn(app, visit.specialist);
    const report = await app.call<{ files: { pages: { display: string }[] }[] }>("GET", `/reports/${reportId}`, {
      as: again.token,
    });
    const link = app.url + (report.data.files[0]?.pages[0]?.display ?? "");
    expect((await fetch(link)).status).toBe(200);
    expect((await fetch(link.replace(/session=.{24}/, `session=${"f".repeat(24)}`))).status).toBe(403);
    await app.call("POST", "/sessions/end", { as: again.token, headers: { "x-fuzhen": "1" } });
    expect((await fetch(link)).status).not.toBe(200);
  });

  it("tells when an auditor looked", async () => {
    const auditor = await makeStaff(app, visit.specialist.hospital.organization, { duty: "audit" });
    await app.call("GET", `/audit-events?patientId=${visit.patientId}`, { as: auditor.token });
    const line = (await staffLines()).find(({ purposes }) => purposes.includes("oversight"));
    expect(line?.who).toMatchObject({ role: "admin", name: "王雪梅", title: null });
    expect(line?.who.organizationName).toBe(visit.specialist.hospital.organization.name);
  });

  it("says nothing of those who were refused", async () => {
    const before = (await log("limit=100")).data.items.length;
    const { specialist } = await makeStrangers(app);
    await app.call("GET", `/reports/${reportId}`, { as: specialist });
    expect((await log("limit=100")).data.items).toHaveLength(before);
  });

  it("page by page in whole days, each line once", async () => {
    for (const day of ["2026-11-24", "2026-11-25", "2026-11-26"]) {
      app.setNow(`${day}T02:00:00Z`);
      const [doctor, patient] = [await signIn(app, visit.specialist), await signIn(app, visit.patient.account)];
      await app.call("GET", `/reports/${reportId}`, { as: doctor.token });
      await app.call("GET", `/patients/${visit.patientId}`, { as: patient.token });
    }
    const { token } = await signIn(app, visit.patient.account);
    const whole = (await log("limit=100", token)).data.items;
    const seen: AccessLine[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page = (await log(`limit=1${cursor ? `&cursor=${cursor}` : ""}`, token)).data;
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    const keyOf = ({ day, purposes, who, listed }: AccessLine) =>
      JSON.stringify([day, purposes, who.kind, who.role, listed]);
    expect(seen.map(keyOf).toSorted()).toEqual(whole.map(keyOf).toSorted());
    expect(new Set(whole.map(({ day }) => day)).size).toBe(4);
    expect(whole.map(({ day }) => day)).toEqual(
      whole
        .map(({ day }) => day)
        .toSorted()
        .toReversed(),
    );
  });
});

describe("however long the history, a page looks at so many rows", () => {
  /** Rows as the patient's own reads leave them, without the work of reading. */
  async function bury(patientId: string, count: number): Promise<void> {
    const [sample] = await AuditEventModel.collection
      .find({ action: "read", "actor.role": "patient" })
      .limit(1)
      .toArray();
    const at = app.ctx.now();
    const rows = Array.from({ length: count }, (_, i) => ({
      ...sample,
      _id: new Types.ObjectId(),
      at: new Date(at.getTime() + i),
      seq: 1_000_000 + i,
      patientIds: [new Types.ObjectId(patientId)],
    }));
    await AuditEventModel.collection.insertMany(rows);
  }
  /** The queries of this walk, picked out from those of the job that seals the trail. */
  function countLooks() {
    const spy = vi.spyOn(AuditEventModel, "find");
    return {
      sinceLast() {
        const count = spy.mock.calls.filter(([filter]) => filter && "$and" in filter).length;
        spy.mockClear();
        return count;
      },
      end: () => spy.mockRestore(),
    };
  }

  it("finds the staff below three thousand own reads at once, and tells the day in parts", async () => {
    const buried = await makeConsultation(app, { specialist: "own" });
    await bury(buried.patientId, 3000);
    const page = (query: string) =>
      app.call<Page>("GET", `/patients/${buried.patientId}/access-log?${query}`, { as: buried.patientToken });
    const looks = countLooks();
    const staff = (await page("own=false")).data;
    expect([looks.sinceLast(), staff.nextCursor, staff.items.length > 0]).toEqual([1, null, true]);
    const lines: AccessLine[] = [];
    let cursor = "";
    for (let pages = 0; pages < 10; pages++) {
      const { data } = await page(`own=true${cursor ? `&cursor=${cursor}` : ""}`);
      expect(looks.sinceLast()).toBeLessThanOrEqual(4);
      lines.push(...data.items.filter(({ who }) => who.kind === "account"));
      if (data.nextCursor === null) break;
      cursor = data.nextCursor;
    }
    // Each part tells its own stretch of the three seconds, and none is missing between them.
    expect(lines.length).toBeGreaterThan(2);
    const stretches = lines
      .filter(({ listed }) => !listed)
      .map(({ firstAt, lastAt }) => [Date.parse(firstAt), Date.parse(lastAt)]);
    expect(Math.max(...stretches.flat()) - Math.min(...stretches.flat())).toBeGreaterThanOrEqual(2999);
    looks.end();
  });

  it("an auditor's search too: it ends without a row, and says where to go on", async () => {
    const auditor = await makeStaff(app, visit.specialist.hospital.organization, { duty: "audit" });
    const [sample] = await AuditEventModel.collection.find({ action: "read" }).limit(1).toArray();
    const organizationId = new Types.ObjectId(visit.specialist.hospital.organization.id);
    const rows = Array.from({ length: 2600 }, (_, i) => ({
      ...sample,
      _id: new Types.ObjectId(),
      at: new Date(app.ctx.now().getTime() + i),
      seq: 2_000_000 + i,
      organizationId,
    }));
    await AuditEventModel.collection.insertMany(rows);
    const search = (query: string) =>
      app.call<{ items: object[]; nextCursor: string | null }>("GET", `/audit-events?outcome=refused&${query}`, {
        as: auditor.token,
      });
    const looks = countLooks();
    const first = (await search("limit=20")).data;
    expect([first.items.length, typeof first.nextCursor, looks.sinceLast()]).toEqual([0, "string", 8]);
    looks.end();
    expect((await search(`limit=20&cursor=${first.nextCursor}`)).data.nextCursor).toBeNull();
  });
});

describe("a page that stays open", () => {
  it("is one line an opening: asking again every half minute adds none, coming back later does", async () => {
    const own = await makeConsultation(app, { specialist: "own" });
    const openings = async () => {
      const as = (await signIn(app, own.patient.account)).token;
      const path = `/patients/${own.patientId}/access-log?limit=100&own=false`;
      return (await app.call<Page>("GET", path, { as })).data.items.filter(({ listed }) => !listed);
    };
    const [first] = await openings();
    const poll = async (times: number) => {
      const as = (await signIn(app, own.specialist)).token;
      for (let time = 0; time < times; time++) {
        app.advance(30_000);
        for (const path of [`/consultations/${own.consultationId}`, `/appointments/${own.appointmentId}`, "/worklist"])
          expect((await app.call("GET", path, { as })).status).toBe(200);
      }
      return app.ctx.now().toISOString();
    };
    const end = await poll(18);
    const seen = ["change-appointment", "read-appointment", "open-visit", "visit"];
    expect(await openings()).toEqual([{ ...first, purposes: seen, lastAt: end }]);
    // The trail has every one of them (R65).
    const rows = (await auditEventsOfPatient(own.patientId)).filter(({ action }) => /^(access|list)$/.test(action));
    expect(rows.length).toBeGreaterThanOrEqual(2 * 18);
    app.advance(31 * 60_000);
    const later = await poll(1);
    expect((await openings()).map(({ lastAt }) => lastAt)).toEqual([later, end]);
  });
});
