import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { contract } from "@fuzhen/shared/contract.ts";
import { everyCall, type CallerKind } from "@fuzhen/shared/testing/access-table.ts";
import { addressGroup } from "../../src/platform/address-group.ts";
import { callOf, everyEndpoint, requestOf, type Endpoint } from "../support/every-endpoint.ts";
import { makeOwner, type Owner } from "../support/make-owner.ts";
import type { TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let owner: Owner;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  owner = await makeOwner(app);
});
afterAll(() => app.close());

const shapeOf = ({ slice, name }: Endpoint): Record<string, unknown> => {
  const table = (contract as unknown as Record<string, Record<string, { "~orpc": { inputSchema?: unknown } }>>)[slice];
  const schema = table?.[name]?.["~orpc"].inputSchema;
  return schema instanceof z.ZodObject ? schema.def.shape : {};
};
/** The orders a list may be asked for in: none to choose, or each field both ways. */
function ordersOf(endpoint: Endpoint): object[] {
  const { sort } = shapeOf(endpoint);
  if (!(sort instanceof z.ZodDefault)) return [{}];
  const names = (sort.unwrap() as unknown as z.ZodEnum).options;
  return names.flatMap((name) => ["asc", "desc"].map((order) => ({ sort: name, order })));
}
const lists = everyEndpoint.filter((endpoint) => "cursor" in shapeOf(endpoint));

const id = "0".repeat(24);
const far = ["0000-01-01", "9999-12-31", "2026-02-30", "-000001-01-01"];
/** Every shape of a place that a list of ours knows, and what no list knows. */
const places = (): unknown[] => [
  null,
  1,
  "x",
  [],
  {},
  { id: {} },
  { id: { $ne: null } },
  { id: [id] },
  { __proto__: { id } },
  ...[id, "f".repeat(24), owner.patientId, owner.appointmentId, owner.breakGlassId].map((one) => ({ id: one })),
  ...far.flatMap((day) => [
    { day },
    { at: `${day}T00:00:00Z`, id },
    { start: `${day}T00:00:00.000Z`, id },
    { issuedOn: day, id },
    { createdAt: `${day}T00:00:00Z`, id },
  ]),
  ...["words", "sound", "near"].flatMap((way) =>
    [0, -1, Number.MAX_SAFE_INTEGER, 1e300, "1"].map((rank) => ({ way, rank, id })),
  ),
  ...["rank", "name", "licenceValidTo", "createdAt", "displayName", "lastSignInAt", "passwordHash"].flatMap((field) =>
    [1, -1].flatMap((order) => [
      ...["", "￿".repeat(20), 5, -1e300, null, ".*"].map((value) => [`${field}:${order}`, "plain", value, id]),
      ...far.map((day) => [`${field}:${order}`, "date", `${day}T00:00:00.000Z`, id]),
    ]),
  ),
];
const encode = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
const broken = ["", "x", "%00", "e30", Buffer.from('{"id":').toString("base64url"), "ÿ".repeat(50)];

/** Somebody whose list it is. */
function caller({ who }: Endpoint): TestUser | null {
  if (who === "public") return null;
  const may = ({ role, duty, relation }: CallerKind) =>
    (who === "signed-in" || who.some((one) => one === role || one === `${role}:${duty}`)) &&
    (relation === "own" || relation === "same-organization");
  const [, user] = [...owner.callers].find(([kind]) => may(kind)) ?? [];
  if (!user) throw new Error(`nobody for ${String(who)}`);
  return user;
}

const idsIn = (data: unknown): string[] =>
  ((data as { items?: object[] }).items ?? []).map((item) => JSON.stringify(Object.values(item)[0]));

/** Sends a call as somebody whose it is, however many there were before: their number is not what is tried here. */
function asker(endpoint: Endpoint) {
  const user = caller(endpoint);
  const place = addressGroup("127.0.0.1");
  // A search of the trail is in the trail itself.
  const fixed = endpoint.label === "oversight.search" ? { class: "change" } : {};
  return async (more: object) => {
    const { limits } = app.ctx;
    for (const name of ["address", "search:address", "read:address"] as const) await limits.reset(name, place);
    for (const name of ["account", "search:person", "read:person", "export:person"] as const)
      await limits.reset(name, user?.id ?? "");
    const input = { ...(callOf(everyCall(owner), endpoint).input as object), ...fixed, ...more };
    const { method, path } = requestOf(endpoint, input);
    const reply = await app.call(method, path, { as: user?.token ?? null });
    return { status: reply.status, ids: idsIn(reply.data) };
  };
}

describe("a cursor that was made up, or of another list", () => {
  it("is tried at every list that takes one", () => expect(lists.length).toBeGreaterThanOrEqual(12));

  it.each(lists)(
    "at $label opens nothing and breaks nothing",
    async (endpoint) => {
      const ask = asker(endpoint);
      const odd: unknown[] = [];
      for (const [nth, order] of ordersOf(endpoint).entries()) {
        const all = new Set((await ask({ ...order, limit: 100 })).ids);
        // Places that name no order are tried in the first one.
        const tried = places().filter((place) => nth === 0 || Array.isArray(place));
        for (const cursor of [...(nth === 0 ? broken : []), ...tried.map(encode)]) {
          const { status, ids } = await ask({ ...order, cursor, limit: 100 });
          const text = Buffer.from(cursor, "base64url").toString();
          if (status !== 200 && status !== 400) odd.push([status, text, order]);
          odd.push(...ids.filter((one) => !all.has(one)).map((one) => [one, text]));
        }
      }
      expect(odd).toEqual([]);
    },
    120_000,
  );
});

const dayFields = (endpoint: Endpoint) =>
  Object.entries(shapeOf(endpoint)).flatMap(([name, schema]) => {
    const inner = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema;
    return inner instanceof z.ZodISODate ? [name] : [];
  });
const dated = everyEndpoint.filter((endpoint) => endpoint.method === "GET" && dayFields(endpoint).length > 0);

describe("a day at the ends of the calendar", () => {
  it.each(dated)("at $label breaks nothing", async (endpoint) => {
    const ask = asker(endpoint);
    for (const name of dayFields(endpoint))
      for (const day of [...far, "0001-01-01", "1800-01-01", "9999-12-30"]) {
        const { status } = await ask({ [name]: day });
        expect([name, day, status === 200 || status === 400]).toEqual([name, day, true]);
      }
  });
});
