import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";
import { migrate } from "../../src/migrations/migrate.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let house: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  house = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(house);
});
afterAll(() => house.close());

const rows = (name: string) => mongoose.connection.collection(name);
const add = (name: string) =>
  house.call<Department>("POST", "/admin/departments", {
    as: hospital.admin.token,
    body: { code: hospital.department.code, name },
  });

test("an installation that kept one department a code takes a second after the start, and keeps the first", async () => {
  const name = "organizationId_1_code_1";
  await rows("departments").createIndex({ organizationId: 1, code: 1 }, { name, unique: true });
  await rows("migrations").deleteOne({ _id: "share-codes" as never });
  expect((await add("二科")).status).toBe(409);

  await migrate(house.ctx);
  await migrate(house.ctx);
  expect((await rows("departments").indexes()).map((index) => index.name)).not.toContain(name);
  expect((await add("二科")).status).toBe(201);
  const all = await house.call<Department[]>("GET", "/admin/departments", { as: hospital.admin.token });
  expect(all.data.map((department) => department.name)).toEqual(
    expect.arrayContaining([hospital.department.name, "二科"]),
  );
});
