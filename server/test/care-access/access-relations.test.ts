import { createHash } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientCommands, type ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import {
  callerKinds,
  everyCall,
  everyCommand,
  expectedOf,
  isTheirs,
  nameOf,
  type CallerKind,
} from "@fuzhen/shared/testing/access-table.ts";
import { asWritten } from "../support/as-written.ts";
import { callOf, everyEndpoint, requestOf, type Endpoint } from "../support/every-endpoint.ts";
import { makeOwner, type Owner } from "../support/make-owner.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

/** What a refused call may leave behind: its own row in the trail, counters, and that the session was used. */
const MAY_CHANGE = new Set(["audit_events", "work", "fact_floors", "sessions", "outbox", "limits"]);

interface Cell {
  endpoint: Endpoint;
  label: string;
  caller: CallerKind;
}
const cells: Cell[] = everyEndpoint.flatMap((endpoint) =>
  callerKinds.map((caller) => ({ endpoint, label: `${endpoint.label} by ${nameOf(caller)}`, caller })),
);

let app: TestApp;
let owner: Owner;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  owner = await makeOwner(app);
});
afterAll(() => app.close());

const lineOf = ({ endpoint }: Cell) => callOf(everyCall(owner), endpoint);
const expectedFor = (cell: Cell) => expectedOf(cell.endpoint.who, lineOf(cell).whose, cell.caller);

/** The same request a client makes. */
async function send({ endpoint, caller }: Cell, input: unknown) {
  const { method, path, body } = requestOf(endpoint, input);
  const as = owner.callers.get(caller)?.token ?? null;
  // The header that no foreign form can send: without it the cookie is refused for everybody.
  return app.call(method, path, { as, ...(method === "GET" ? {} : { headers: { "x-fuzhen": "1" }, body }) });
}

async function snapshot(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const { name } of await (mongoose.connection.db?.listCollections().toArray() ?? [])) {
    if (MAY_CHANGE.has(name)) continue;
    const rows = await mongoose.connection.collection(name).find({}).sort({ _id: 1 }).toArray();
    hashes[name] = createHash("sha256")
      .update(JSON.stringify(rows.map((row) => asWritten(name, row))))
      .digest("hex");
  }
  return hashes;
}

const told = (body: unknown) => owner.secrets.filter((secret) => JSON.stringify(body ?? "").includes(secret));

describe("calls that are to be refused, with the real ids of somebody's and an input that is valid", () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    await app.settled();
    before = await snapshot();
  });

  it.each(callerKinds)(
    "by $role $duty $relation: 401 to nobody, 403 to everybody else, and no word more",
    async (caller) => {
      const wrong: string[] = [];
      let walked = 0;
      for (const cell of cells.filter((one) => one.caller === caller)) {
        const expected = expectedFor(cell);
        if (expected === "allowed") continue;
        walked += 1;
        const { status, problem, data } = await send(cell, lineOf(cell).input);
        const right = status === (expected === "unauthenticated" ? 401 : 403) && problem?.code === expected;
        if (!right || problem.fields || told(data).length > 0) wrong.push(`${cell.label}: ${status} ${problem?.code}`);
      }
      expect(wrong).toEqual([]);
      expect(walked).toBeGreaterThan(30);
    },
  );

  it("change nothing of anybody's", async () => {
    await app.settled();
    expect(Object.keys(before).length).toBeGreaterThan(15);
    expect(await snapshot()).toEqual(before);
  });
});

describe("socket commands with the real ids of somebody's", () => {
  it.each(callerKinds.filter(({ role }) => role !== null))("by $role $duty $relation", async (caller) => {
    const socket = await app.socket(owner.callers.get(caller)?.token ?? "");
    const commands = everyCommand(owner);
    for (const name of Object.keys(commands) as ClientCommand[]) {
      const { input, whose } = commands[name];
      const ack = await command(socket, name, input as never);
      const expected = expectedOf(clientCommands[name].who, whose, caller);
      const code = !ack.ok && ack.problem.code === "forbidden" ? "forbidden" : "allowed";
      expect([name, code]).toEqual([name, expected]);
      expect(isTheirs("sides", caller) ? [] : told(ack)).toEqual([]);
    }
    socket.disconnect();
  });
});

describe("calls that are to be let in", () => {
  // What ends the caller's session comes last; reading comes before changing.
  const endings = ["accounts.signOut"];
  const rank = ({ endpoint: { label, method } }: Cell) => (endings.includes(label) ? 2 : method === "GET" ? 0 : 1);
  const allowedTo = (caller: CallerKind) =>
    cells
      .filter((cell) => cell.caller === caller && expectedFor(cell) === "allowed")
      .toSorted((a, b) => rank(a) - rank(b));
  // The owner's own changes come after everybody else's reading.
  const ordered = callerKinds.toSorted((a, b) => Number(a.relation === "own") - Number(b.relation === "own"));

  it.each(ordered)("are, to $role $duty $relation, who reads nothing that is not theirs", async (caller) => {
    const wrong: string[] = [];
    for (const cell of allowedTo(caller)) {
      const { input, whose } = lineOf(cell);
      const { status, problem, data } = await send(cell, input);
      const refused = problem?.code === "forbidden" || problem?.code === "unauthenticated";
      if (refused || status >= 500 || problem?.code === "invalid_input")
        wrong.push(`${cell.label}: ${status} ${problem?.code} ${JSON.stringify(problem?.fields ?? [])}`);
      if (caller.relation !== "own" && whose === "anyone" && told(data).length > 0)
        wrong.push(`${cell.label} tells ${told(data).join(", ")}`);
    }
    expect(wrong).toEqual([]);
  });
});
