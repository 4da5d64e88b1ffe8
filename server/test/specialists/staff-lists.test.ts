import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import type { ScheduleRow } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { titles } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { makeMany } from "../support/make-many.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
let security: TestUser;
let departments: Department[];
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(app);
  security = await makeStaff(app, hospital.organization, { duty: "security" });
  // Another large hospital beside it, of which nothing may be seen.
  await makeMany(app.ctx.now(), (await makeHospital(app)).organization, { departments: 3, specialists: 40 });
  await makeMany(app.ctx.now(), hospital.organization, { departments: 50, specialists: 800 });
  departments = (await app.call<Department[]>("GET", "/admin/departments", { as: hospital.admin.token })).data;
});
afterAll(() => app.close());

interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number | null;
}
const get = async <T>(path: string, as = hospital.admin.token) => {
  const reply = await app.call<Page<T>>("GET", path, { as });
  expect(reply.status).toBe(200);
  return reply.data;
};
async function all<T>(path: string, as?: string): Promise<Page<T>[]> {
  const pages: Page<T>[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page<T> = await get<T>(`${path}${cursor === "" ? "" : `&cursor=${cursor}`}`, as);
    pages.push(page);
    cursor = page.nextCursor;
  }
  return pages;
}
function isSorted(values: readonly (string | number)[], order: 1 | -1): boolean {
  return values.every((value, index) => {
    const before = values[index - 1];
    return before === undefined || value === before || value > before === (order === 1);
  });
}

describe("800 specialists", () => {
  const orders: [sort: string, order: 1 | -1, of: (row: StaffSpecialist) => string | number][] = [
    ["title", 1, (row) => titles.indexOf(row.title)],
    ["name", 1, (row) => row.name],
    ["licence", -1, (row) => row.licenceValidTo],
  ];
  it.each(orders)("by %s %s: each once, in order, and counted once", async (sort, order, of) => {
    const way = order === 1 ? "asc" : "desc";
    const pages = await all<StaffSpecialist>(`/admin/specialists?limit=100&sort=${sort}&order=${way}`);
    expect(pages.map(({ total }) => total)).toEqual([800, ...Array.from({ length: 7 }, () => null)]);
    const rows = pages.flatMap(({ items }) => items);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(800);
    expect(isSorted(rows.map(of), order)).toBe(true);
  });

  it("are searched and filtered, all together", async () => {
    const today = dayOf(app.ctx.now());
    const department = departments.find(({ name }) => name === "第7专科门诊");
    const inOne = (await all<StaffSpecialist>(`/admin/specialists?limit=100&departmentId=${department?.id}`)).flatMap(
      ({ items }) => items,
    );
    expect(inOne).toHaveLength(16);
    expect(new Set(inOne.map((row) => row.department.name))).toEqual(new Set(["第7专科门诊"]));
    const ended = await get<StaffSpecialist>("/admin/specialists?limit=100&state=licence-ended");
    expect(ended.total).toBe(80);
    expect(ended.items.every((row) => row.licenceValidTo < today)).toBe(true);
    expect((await get("/admin/specialists?state=unpublished")).total).toBe(267);
    const found = await get<StaffSpecialist>("/admin/specialists?limit=100&q=chenjingyi&state=unpublished");
    expect(found.items.length).toBeGreaterThan(0);
    expect(found.items.every((row) => row.name === "陈静宜" && !row.published)).toBe(true);
    expect(await get("/admin/specialists?q=.*")).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it("are in the week grid with their schedules, by state of the schedule", async () => {
    const rows = (await all<ScheduleRow>("/admin/schedules?limit=100")).flatMap(({ items }) => items);
    expect(new Set(rows.map((row) => row.specialist.id)).size).toBe(800);
    for (const [state, count] of [
      ["none", 200],
      ["draft", 300],
      ["published", 300],
    ] as const) {
      const page = await get<ScheduleRow>(`/admin/schedules?limit=50&state=${state}`);
      expect(page.total).toBe(count);
      expect(new Set(page.items.map(({ schedule }) => schedule?.status ?? "none"))).toEqual(new Set([state]));
    }
    const [first] = rows;
    expect(await get(`/admin/schedules?specialistId=${first?.specialist.id}`)).toEqual({
      items: [first],
      nextCursor: null,
      total: 1,
    });
  });

  it("are accounts for the security admin, by last sign-in with those who never did", async () => {
    for (const order of ["asc", "desc"] as const) {
      const rows = (
        await all<StaffAccount>(`/admin/staff?limit=100&sort=last-sign-in&order=${order}`, security.token)
      ).flatMap(({ items }) => items);
      // And the two admins.
      expect(new Set(rows.map(({ id }) => id)).size).toBe(802);
      expect(
        isSorted(
          rows.map((row) => row.lastSignInAt ?? ""),
          order === "asc" ? 1 : -1,
        ),
      ).toBe(true);
    }
    expect((await get("/admin/staff?state=inactive", security.token)).total).toBe(115);
    expect((await get("/admin/staff?role=admin", security.token)).total).toBe(2);
    const found = await get<StaffAccount>("/admin/staff?q=0007", security.token);
    expect(found.items.map(({ phoneMasked }) => phoneMasked)).toEqual(["138****0007"]);
    // However a name or a number is typed.
    for (const q of ["陈　静宜", "陈\u200b静宜", "陈·静宜"]) {
      const same = await get<StaffAccount>(`/admin/staff?limit=100&q=${encodeURIComponent(q)}`, security.token);
      expect(same.items.length).toBeGreaterThan(0);
      expect(same.items.every(({ name }) => name === "陈静宜")).toBe(true);
    }
    const byNumber = await get<StaffAccount>("/admin/staff?q=%2B86%20138-0000-0007", security.token);
    expect(byNumber.items.map(({ phoneMasked }) => phoneMasked)).toEqual(["138****0007"]);
    expect((await get("/admin/staff?q=%C2%B7", security.token)).items).toEqual([]);
    const stale = (await all<StaffAccount>("/admin/staff?limit=100&state=stale", security.token)).flatMap(
      ({ items }) => items,
    );
    expect(stale.length).toBeGreaterThan(400);
    expect(stale.every((row) => row.stale)).toBe(true);
  });

  it("cost few commands a page, however many there are", async () => {
    const once = async (path: string, as?: string) => {
      let commands = 0;
      mongoose.set("debug", () => void (commands += 1));
      await get(path, as);
      mongoose.set("debug", false);
      return commands;
    };
    // The least of some: the server's own timed work is counted where it falls in between.
    const counted = async (path: string, as?: string) => {
      const counts = [await once(path, as), await once(path, as), await once(path, as), await once(path, as)];
      return Math.min(...counts);
    };
    const specialists = await counted("/admin/specialists?limit=50");
    const schedules = await counted("/admin/schedules?limit=30&state=published");
    const staff = await counted("/admin/staff?limit=50", security.token);
    // Some queries find out whose session it is; a page then needs its rows, their number, and the departments or
    // schedules of the rows.
    expect({ specialists, schedules, staff }).toEqual({
      specialists: expect.toSatisfy((count: number) => count <= 8),
      schedules: expect.toSatisfy((count: number) => count <= 10),
      staff: expect.toSatisfy((count: number) => count <= 6),
    });
  });
});

describe("access", () => {
  it.each(["/admin/specialists", "/admin/schedules", "/admin/staff"])(
    "%s refuses who has no right to it",
    async (path) => {
      expect((await app.call("GET", path)).status).toBe(401);
      expect((await app.call("GET", path, { as: (await makePatientAccount(app)).token })).status).toBe(403);
      const wrongDuty = path === "/admin/staff" ? hospital.admin.token : security.token;
      expect((await app.call("GET", path, { as: wrongDuty })).status).toBe(403);
    },
  );

  it.each([
    ["/admin/specialists?cursor=x", "cursor"],
    ["/admin/specialists?sort=phone", "sort"],
    ["/admin/specialists?departmentId=1", "departmentId"],
    ["/admin/schedules?state=other", "state"],
  ])("%s is told what is wrong", async (path, field) => {
    const reply = await app.call("GET", path, { as: hospital.admin.token });
    expect([reply.status, reply.problem?.fields?.[0]?.path]).toEqual([400, field]);
  });

  it("a cursor of one order is none of another", async () => {
    const { nextCursor } = await get("/admin/specialists?limit=5&sort=name");
    const reply = await app.call("GET", `/admin/specialists?sort=title&cursor=${nextCursor}`, {
      as: hospital.admin.token,
    });
    expect([reply.status, reply.problem?.fields?.[0]?.path]).toEqual([400, "cursor"]);
  });
});
