import { afterAll, beforeAll, expect, it } from "vitest";
import type { Health } from "@fuzhen/shared/operations/health.schema.ts";
import { reportCrash } from "../../src/modules/operations/report-crash.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(app);
});
afterAll(() => app.close());

const crash = { name: "TypeError", place: "pane" as const, frames: ["draw /assets/workbench-Ab3.js:1:2345"] };
const tell = (body: object) => app.call("POST", "/crashes", { body });
const crashes = async () => (await app.call<Health>("GET", "/admin/health", { as: hospital.admin.token })).data;

it("counts what browsers tell, for a day, and logs it once each", async () => {
  expect((await tell(crash)).status).toBe(201);
  expect((await tell(crash)).status).toBe(201);
  expect((await tell({ ...crash, name: "RangeError", frames: [] })).status).toBe(201);
  const lastAt = app.ctx.now().toISOString();
  const found = await crashes();
  expect(found.crashes).toEqual([
    { name: "TypeError", at: crash.frames[0], count: 2, lastAt },
    { name: "RangeError", at: "", count: 1, lastAt },
  ]);
  expect(found.levels.crashes).toBe("watch");
  expect(app.logLines.filter((line) => line.includes("browser crashed"))).toHaveLength(3);
  app.setNow(new Date("2026-11-24T02:00:01Z"));
  expect(app.app.services.recent.crashes()).toEqual([]);
});

it.each([
  ["a message for a name", { ...crash, name: "李建国 is not a function" }],
  ["a message in a frame", { ...crash, frames: ["TypeError: 13800000000"] }],
  ["the address of a page", { ...crash, frames: ["draw /desk/64b000000000000000000001:1:2"] }],
  ["more frames than are read", { ...crash, frames: Array.from({ length: 13 }, () => crash.frames[0]) }],
])("takes no data: %s is refused", async (_name, body) => {
  expect((await tell(body)).status).toBe(400);
});

it("hears an address so many times an hour, and no more", async () => {
  const replies: number[] = [];
  for (let turn = 0; turn < 62; turn++) replies.push((await tell(crash)).status);
  expect(replies.filter((status) => status === 201).length).toBeLessThanOrEqual(60);
  expect(replies.at(-1)).toBe(429);
});

it("counts an address of IPv6 as its network: who has a /64 has as many addresses as they like", async () => {
  const context = { ...app.ctx, ip: "" };
  const from = (ip: string) => reportCrash({ ...context, ip }, crash);
  for (let at = 0; at < 60; at += 1) await from(`2001:db8:7:7::${at.toString(16)}`);
  await expect(from("2001:db8:7:7:ffff::1")).rejects.toMatchObject({ code: "rate_limited" });
  expect(await from("2001:db8:7:8::1")).toEqual({ ok: true });
});
