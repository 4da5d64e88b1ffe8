import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "@fuzhen/shared/contract.ts";
import { everyCall } from "@fuzhen/shared/testing/access-table.ts";
import { callOf, everyEndpoint, requestOf, type Endpoint } from "../support/every-endpoint.ts";
import { makeOwner, type Owner } from "../support/make-owner.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let owner: Owner;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  owner = await makeOwner(app);
});
afterAll(() => app.close());

type WithShape = { "~orpc": { inputSchema?: { def?: { shape?: object } } } };
const takesCursor = ({ slice, name }: Endpoint) => {
  const procedure = (contract as unknown as Record<string, Record<string, WithShape>>)[slice]?.[name];
  return "cursor" in (procedure?.["~orpc"].inputSchema?.def?.shape ?? {});
};
const lists = everyEndpoint.filter(takesCursor);

const id = "0".repeat(24);
const far = ["0000-01-01", "9999-12-31", "2026-02-30", "-000001-01-01"];
/** Every shape of a place that a list of ours knows, and what no list knows. */
const places = (): unknown[] => [
  ...[null, 1, "x", [], {}, { id: {} }, { id: { $ne: null } }, { id: [id] }, { __proto__: { id } }],
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
  ...["rank", "name", "licenceValidTo", "displayName", "lastSignInAt", "role", "passwordHash"].flatMap((field) =>
    [1, -1].flatMap((order) => [
      ...["", "￿".repeat(20), 5, -1e300, null, ".*"].map((value) => [`${field}:${order}`, "plain", value, id]),
      ...far.map((day) => [`${field}:${order}`, "date", `${day}T00:00:00.000Z`, id]),
    ]),
  ),
];
const encoded = () => [
  ...["", "x", "%00", "e30", Buffer.from('{"id":').toString("base64url"), "ÿ".repeat(50)],
  ...places().map((place) => Buffer.from(JSON.stringify(place)).toString("base64url")),
];

/** Somebody whose list it is. */
function caller({ who }: Endpoint): string | null {
  if (who === "public") return null;
  const [kind, user] =
    [...owner.callers].find(
      ([{ role, duty, relation }]) =>
        who.some((one) => one === role || one === `${role}:${duty}`) && ["own", "same-organization"].includes(relation),
    ) ?? [];
  if (!kind || !user) throw new Error(`nobody for ${who.join()}`);
  return user.token;
}

const idsIn = (data: unknown): string[] =>
  ((data as { items?: object[] }).items ?? []).map((item) => JSON.stringify(Object.values(item)[0]));

describe("a cursor that was made up, or of another list", () => {
  it("is tried at every list that takes one", () => expect(lists.length).toBeGreaterThanOrEqual(12));

  it.each(lists)(
    "at $label opens nothing and breaks nothing",
    async (endpoint) => {
      const as = caller(endpoint);
      const input = callOf(everyCall(owner), endpoint).input as object;
      const ask = async (more: object) => {
        // Its number is not what is tried here.
        const { method, path } = requestOf(endpoint, { ...input, ...more });
        const reply = await app.call(method, path, { as });
        return { status: reply.status, ids: idsIn(reply.data) };
      };
      const all = await ask({ limit: 100 });
      expect(all.status).toBe(200);
      const odd: unknown[] = [];
      for (const cursor of encoded()) {
        const { status, ids } = await ask({ limit: 100, cursor });
        if (![200, 400].includes(status)) odd.push([status, cursor, Buffer.from(cursor, "base64url").toString()]);
        odd.push(...ids.filter((one) => !all.ids.includes(one)));
      }
      expect(odd).toEqual([]);
    },
    120_000,
  );
});
