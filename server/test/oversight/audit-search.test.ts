import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEvent, ChainCheckReply, Integrity, StaffLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { resolveSession } from "../../src/modules/sessions/index.ts";
import { explainAuditEvents } from "../../src/modules/audit/audit-search.repo.ts";
import { sealAuditEvents } from "../../src/modules/audit/seal-audit-events.ts";
import { exportAuditEvents } from "../../src/modules/oversight/audit-event.reads.ts";
import { csvCell } from "../../src/modules/oversight/csv.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makeReport } from "../support/make-report.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { makeStaff, signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

interface Page {
  items: AuditEvent[];
  nextCursor: string | null;
}

let app: TestApp;
let visit: Visit;
let auditor: TestUser;
let stranger: TestUser;
let reportId: string;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  visit = await makeConsultation(app, { specialist: "own" });
  const { organization } = visit.specialist.hospital;
  auditor = await makeStaff(app, organization, { duty: "audit" });
  const elsewhere = await makeSpecialist(app);
  stranger = await makeStaff(app, elsewhere.hospital.organization, { duty: "audit" });
  reportId = (await makeReport(app, visit.patient)).id;
  await app.call("GET", `/reports/${reportId}`, { as: visit.specialistToken });
  // Another hospital's doctor tries, and is refused.
  await app.call("GET", `/reports/${reportId}`, { as: elsewhere.token });
  await app.settled();
});
afterAll(() => app.close());

const search = (query: string, as: string | null = auditor.token) =>
  app.call<Page>("GET", `/audit-events?${query}`, { as });
const itemsOf = async (query: string, as = auditor.token) => (await search(query, as)).data.items;

describe("access", () => {
  const paths = ["/audit-events", "/audit-events/export", "/audit-staff", "/audit-integrity"];
  it.each(paths)("%s: nobody 401; every role and duty but the auditor 403", async (at) => {
    expect((await app.call("GET", at)).status).toBe(401);
    const { organization, admin } = visit.specialist.hospital;
    const security = await makeStaff(app, organization, { duty: "security" });
    const pharmacist = await makeStaff(app, organization, { role: "pharmacist" });
    for (const as of [admin.token, security.token, pharmacist.token, visit.specialistToken, visit.patientToken])
      expect((await app.call("GET", at, { as })).status).toBe(403);
    const check = await app.call("POST", "/audit-integrity/checks", { as: admin.token, body: {} });
    expect(check.status).toBe(403);
  });

  it.each(["class=nonsense", "from=tomorrow", "patientId=1", "from=2026-11-24&to=2026-11-23", "cursor=x", "ref=x"])(
    "%s is 400",
    async (query) => expect((await search(query)).status).toBe(400),
  );
});

describe("what an auditor finds", () => {
  it("who read which report, why, when and from where, the patient's name masked", async () => {
    const { specialist, patientId } = visit;
    const [row] = await itemsOf(`patientId=${patientId}&purpose=read-report&userId=${specialist.id}`);
    expect(row).toMatchObject({
      action: "access",
      class: "read",
      purpose: "read-report",
      outcome: "allowed",
      actor: { userId: specialist.id, role: "specialist", name: "陈静宜", specialistId: specialist.specialistId },
      patients: [{ id: patientId, nameMasked: "李**" }],
      patientCount: 1,
      entity: { type: "DiagnosticReport", id: reportId },
      ip: "127.0.0.1",
      at: "2026-11-23T02:00:00.000Z",
    });
    expect(row?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(row?.actor?.sessionId).toMatch(/^[0-9a-f]{24}$/);
  });

  it("by class, outcome, person, specialist, day and id", async () => {
    const { specialist, consultationId } = visit;
    const changes = await itemsOf("class=change&limit=100");
    expect(changes.map(({ action }) => action)).toContain("consultation:opened");
    expect(new Set(changes.map((row) => row.class))).toEqual(new Set(["change"]));
    expect(await itemsOf(`specialistId=${specialist.specialistId}`)).not.toEqual([]);
    expect(await itemsOf("from=2026-11-24")).toEqual([]);
    expect(await itemsOf("to=2026-11-22")).toEqual([]);
    expect(await itemsOf("from=2026-11-23&to=2026-11-23")).not.toEqual([]);
    const about = await itemsOf(`ref=${consultationId}`);
    expect(about.map(({ entity }) => entity.id)).toEqual(about.map(() => consultationId));
    const [one] = about;
    expect((await itemsOf(`ref=${one?.requestId}`)).map(({ id }) => id)).toContain(one?.id);
  });

  it("of a patient in the organisation's care also what the account did and who was refused, without a name of the account", async () => {
    const rows = await itemsOf(`patientId=${visit.patientId}&limit=100`);
    const account = rows.find(({ actor }) => actor?.userId === visit.patient.account.id);
    expect(account?.actor).toMatchObject({ role: "patient", name: null });
    expect(rows.filter(({ outcome }) => outcome === "refused")).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("李建国");
  });

  it("nothing of another organisation's: neither its staff's rows nor a patient it never had", async () => {
    expect(await itemsOf(`userId=${visit.specialist.id}`, stranger.token)).toEqual([]);
    const [refused, ...more] = await itemsOf(`patientId=${visit.patientId}&limit=100`, stranger.token);
    // The attempt of another hospital's doctor is that hospital's matter; so is what its auditors asked.
    expect(refused).toMatchObject({ outcome: "refused", entity: { id: reportId } });
    expect(more.filter(({ class: of }) => of !== "oversight")).toEqual([]);
    const staff = (await app.call<StaffLine[]>("GET", "/audit-staff", { as: stranger.token })).data;
    expect(staff.map(({ userId }) => userId)).not.toContain(auditor.id);
    expect(staff.map(({ userId }) => userId)).toContain(stranger.id);
  });

  it("all rows once, page by page, newest first", async () => {
    const whole = await itemsOf("class=change&limit=100");
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page = (await search(`class=change&limit=3${cursor ? `&cursor=${cursor}` : ""}`)).data;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole.map(({ id }) => id));
    expect(whole.length).toBeGreaterThan(3);
    expect(whole.map(({ at }) => at)).toEqual(
      whole
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  it("that somebody looked: each search is a row, and stands in the log of the patient it was about", async () => {
    await search(`patientId=${visit.patientId}&outcome=refused`);
    const [row] = await itemsOf(`class=oversight&userId=${auditor.id}`);
    expect(row).toMatchObject({
      action: "audit-search",
      purpose: "oversight",
      actor: { duty: "audit" },
      data: { patientId: visit.patientId, outcome: "refused", count: 1 },
      patients: [{ id: visit.patientId }],
    });
  });

  it("goes by an index, whatever is asked for", async () => {
    const organizationId = visit.specialist.hospital.organization.id;
    const nameOf = async (query: object) => JSON.stringify(await explainAuditEvents({ organizationId, ...query }));
    expect(await nameOf({})).toContain("organizationId_1_at_-1__id_-1");
    expect(await nameOf({ patientId: visit.patientId })).toMatch(/(organizationId|patientIds)_1_at_-1__id_-1/);
    expect(await nameOf({ ref: visit.consultationId })).toMatch(/(organizationId_1|entity\.id_1)_at_-1__id_-1/);
    const ofPatient = await explainAuditEvents({ patientId: visit.patientId });
    expect(JSON.stringify(ofPatient)).toContain("patientIds_1_at_-1__id_-1");
  });
});

describe("the export", () => {
  it("is CSV that a spreadsheet reads as text, and is written down", async () => {
    const evil = '=HYPERLINK("http://evil.example","x")';
    await app.call("GET", "/worklist", { as: visit.specialistToken, headers: { "user-agent": evil } });
    const response = await fetch(`${app.url}/api/audit-events/export?userId=${visit.specialist.id}`, {
      headers: { authorization: `Bearer ${auditor.token}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("content-disposition")).toContain("audit-events.csv");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = bytes.toString("utf8");
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(text).not.toContain("李");
    const lines = text.trimEnd().split("\r\n").length - 1;
    const [row] = await itemsOf(`class=oversight&userId=${auditor.id}`);
    expect(row).toMatchObject({ action: "audit-export", data: { userId: visit.specialist.id, count: lines } });
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@x", "'@x"],
    ["\t=1", `"'\t=1"`],
    ["  =1", "'  =1"],
    ["＝1+1", "'＝1+1"],
    ["a;=1", '"a;=1"'],
    ["a=b", "a=b"],
    ['a"b', '"a""b"'],
    ["=a,b", `"'=a,b"`],
    ["a\nb", '"a\nb"'],
    ["", ""],
  ])("a cell %j becomes %j", (text, cell) => expect(csvCell(text)).toBe(cell));

  it("ends where it is told to, with the newest rows", async () => {
    const { token } = await signIn(app, auditor);
    const actor = await resolveSession(app.app.services, token);
    const ctx = { ...app.ctx, actor };
    const whole = (await (await exportAuditEvents(ctx, {})).text()).split("\r\n");
    const part = (await (await exportAuditEvents(ctx, { class: "change" }, 3)).text()).split("\r\n");
    expect(whole.length).toBeGreaterThan(10);
    expect(part).toHaveLength(5);
    expect(whole).toContain(part[1]);
  });
});

describe("integrity", () => {
  it("the auditor has the last rows checked, and sees what came of it", async () => {
    await app.settled();
    await sealAuditEvents(app.ctx);
    const check = await app.call<ChainCheckReply>("POST", "/audit-integrity/checks", {
      as: auditor.token,
      body: { last: 10 },
    });
    expect(check).toMatchObject({ status: 200, data: { broken: null } });
    // Rows that are sealed meanwhile are looked at too.
    expect(check.data.rows).toBeGreaterThanOrEqual(10);
    const { data } = await app.call<Integrity>("GET", "/audit-integrity", { as: auditor.token });
    expect(data.head?.seq).toBeGreaterThan(10);
    expect(data.lastCheck).toEqual(check.data);
    expect((await app.call<Integrity>("GET", "/audit-integrity", { as: stranger.token })).data.lastCheck).toBeNull();
    const tooMany = await app.call("POST", "/audit-integrity/checks", { as: auditor.token, body: { last: 1_000_000 } });
    expect(tooMany.status).toBe(400);
  });
});
