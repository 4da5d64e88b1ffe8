import { readFile } from "node:fs/promises";
import { globSync } from "node:fs";
import path from "node:path";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mayEnter } from "@fuzhen/shared/roles.ts";
import { bookingStates } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { everyCall } from "@fuzhen/shared/testing/access-table.ts";
import { callOf, everyEndpoint, requestOf } from "../support/every-endpoint.ts";
import { makeOwner, type Owner } from "../support/make-owner.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/**
 * Questions to the database that name no number of rows, and why they never look at many: what they look at is bounded by
 * something else. Whoever writes a new one gives it a limit, or a line here that holds.
 */
const BOUNDED: Record<string, string> = {
  "appointments/appointment-lists.repo.ts countComing": "visits of the next 90 days with one specialist or department",
  "appointments/appointment-lists.repo.ts countOfOrganization": "bookings of one hospital on one day",
  "audit/audit-chain.repo.ts waitingRows": "rows of the last second",
  "audit/audit-chain.repo.ts strayRow": "the command check-audit",
  "audit/audit-event.repo.ts factsWithoutRow": "one for each fact of a batch",
  "care-access/care-grant.repo.ts grantsInForce": "visits of the last year between people of one page",
  "consultations/call.repo.ts findActiveCallsOf": "one for each visit of a batch",
  "consultations/consultation-checks.repo.ts senders": "the command check-data",
  "consultations/consultation-checks.repo.ts timeline": "the command check-data",
  "consultations/message.repo.ts findNewest": "entries of the last minute of each visit of a page",
  "consultations/message.repo.ts countUnread": "200 entries for each visit of a page",
  "encounters/note.repo.ts listVersions": "the command check-data",
  "factors/factor.repo.ts factorsOf": "MAX_FACTORS",
  "files/file.repo.ts countRefusedSince": "files of one day, by index",
  "files/file.repo.ts countUploading": "what all accounts may leave unfinished (upload-allowance.ts), by index",
  "files/file.repo.ts countWaiting": "what one account may leave unread (upload-allowance.ts)",
  "files/stages/file-work.repo.ts filesWithWork": "one for each pool and file of a batch",
  "files/stages/file-work.repo.ts waitingWork": "what all accounts may leave unread (upload-allowance.ts)",
  "organizations/department.repo.ts departmentsOfOrganization": "codes of the register of departments",
  "organizations/department.repo.ts activeDepartments": "hospitals that an operator added, each with that register",
  "organizations/organization.repo.ts listOrganizations": "hospitals that an operator added",
  "patients/patient.repo.ts listPatientsOfAccount": "20 就诊人 an account",
  "patients/patient.repo.ts countPatientsOfAccount": "20 就诊人 an account",
  "patients/patient-correction.repo.ts countIdentityCorrections": "IDENTITY_CORRECTIONS_A_YEAR",
  "schedules/claim.repo.ts claimsBetween": "times of 50 specialists and 31 days, each held once",
  "schedules/schedule.repo.ts findSchedules": "one for each specialist of a page",
  "schedules/schedule.repo.ts findScheduled": "specialists of one hospital",
  "schedules/schedule.repo.ts findPublishedSchedules": "one for each specialist of a page",
  "specialists/staff-page.repo.ts countStaff": "specialists of one hospital",
  "specialists/staff-page.repo.ts findStaffIds": "specialists of one hospital",
  "users/user-staff.repo.ts countStaff": "staff of one hospital",
  "users/user-staff.repo.ts inactiveUsersAmong": "one for each id of a page",
  "users/user-staff.repo.ts holdAdmins": "admins of one hospital",
};

const root = path.join(import.meta.dirname, "..", "..", "src", "modules");

/** Where a model is asked for many rows without a number of them, as `file function`. */
async function withoutLimit(): Promise<string[]> {
  const found = new Set<string>();
  for (const file of globSync("*/**/*.ts", { cwd: root })) {
    if (file.endsWith(".test.ts")) continue;
    const text = await readFile(path.join(root, file), "utf8");
    for (const match of text.matchAll(/\w+Model(\.collection)?\s*\.(find|aggregate|countDocuments|distinct)\b[(<]/g)) {
      const statement = text.slice(match.index, text.indexOf(";", match.index));
      if (/\.limit\(|\blimit:|_id: \{ \$in/.test(statement)) continue;
      const name = [...text.slice(0, match.index).matchAll(/^(?:export )?(?:async )?(?:function|const) (\w+)/gm)].at(
        -1,
      );
      found.add(`${file.split(path.sep).join("/")} ${name?.[1]}`);
    }
  }
  return [...found].toSorted();
}

it("every list of rows has a limit, or a reason why it needs none", async () => {
  expect(await withoutLimit()).toEqual(Object.keys(BOUNDED).toSorted());
});

describe("what lists ask of the database", () => {
  let app: TestApp;
  let owner: Owner;
  const asked = new Map<string, { collection: string; filter: object; options: object }>();
  beforeAll(async () => {
    app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
    owner = await makeOwner(app);
    await app.settled();
  });
  afterAll(async () => {
    mongoose.set("debug", false);
    await app.close();
  });

  /** Lists in all their orders and filters, besides what the access table names. */
  const variants: Record<string, readonly object[]> = {
    "appointments.mine": [{ scope: "past" }],
    "appointments.bookingsOfDay": [{ q: "陈" }, ...bookingStates.map((state) => ({ state }))],
    "careAccess.breakGlassCases": [{ scope: "reviewed" }],
    "reports.ofPatient": [{ category: "laboratory" }],
    "schedules.overview": [{ state: "none" }, { state: "draft" }, { q: "陈" }],
    "specialists.staff": [{ sort: "name" }, { sort: "licence" }, { state: "licence-ended" }, { q: "陈" }],
    "staff.list": [{ sort: "name" }, { sort: "last-sign-in" }, { state: "stale" }, { q: "王" }],
  };
  /** Put in order by the database after finding, and how few they are. */
  const SORTED: Record<string, string> = {
    'appointments {"start":1,"_id":1}': "those to come of one account (R42)",
    'specialists {"rank":1,"_id":1}': "one that is named",
    'outbox {"_id":1}': "what is not delivered yet",
    'files {"dueAt":1}': "what all accounts may leave unread",
    'patients {"_id":1}': "20 就诊人 an account",
    'keys {"generation":1,"_id":1}': "the ring of keys",
  };
  /** Read as a whole. */
  const WHOLE = ["keys"];

  it("is found by an index, in its order, whoever asks", async () => {
    mongoose.set("debug", (collection: string, method: string, filter: object, options: object) => {
      if (["find", "findOne", "countDocuments"].includes(method))
        asked.set(JSON.stringify([collection, shapeOf(filter), options]), {
          collection,
          filter,
          options: options ?? {},
        });
    });
    const refused: string[] = [];
    for (const endpoint of everyEndpoint.filter(({ method }) => method === "GET")) {
      const { input } = callOf(everyCall(owner), endpoint);
      for (const [caller, user] of owner.callers)
        if (
          mayEnter(endpoint.who, caller.role && { role: caller.role, duty: caller.duty }) &&
          caller.relation !== "other-organization"
        )
          for (const variant of [{}, ...(variants[endpoint.label] ?? [])]) {
            const { path: at } = requestOf(endpoint, { ...(input as object), ...variant });
            const { status } = await app.call("GET", at, { as: user?.token ?? null });
            if (status === 400 || status === 422 || status >= 500) refused.push(`${endpoint.label} ${status}`);
          }
    }
    mongoose.set("debug", false);
    expect(refused).toEqual([]);
    expect(asked.size).toBeGreaterThan(60);
    const wrong: string[] = [];
    for (const [shape, { collection, filter, options }] of asked) {
      const plan = JSON.stringify(await mongoose.connection.collection(collection).find(filter, options).explain());
      const order = `${collection} ${JSON.stringify((options as { sort?: object }).sort ?? {})}`;
      if (plan.includes("COLLSCAN") && !WHOLE.includes(collection)) wrong.push(`no index: ${shape}`);
      if (plan.includes('"SORT"') && !Object.hasOwn(SORTED, order)) wrong.push(`put in order by hand: ${shape}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** The fields and operators of a filter, without the values. */
function shapeOf(filter: unknown): unknown {
  if (Array.isArray(filter)) return filter.slice(0, 1).map(shapeOf);
  if (typeof filter !== "object" || filter === null) return 0;
  if (Object.getPrototypeOf(filter) !== Object.prototype) return 0;
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, shapeOf(value)]));
}
