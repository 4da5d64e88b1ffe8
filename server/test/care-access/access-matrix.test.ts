import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientCommands, type ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import { mayEnter, roles, type Role } from "@fuzhen/shared/roles.ts";
import { modules } from "../../src/modules/modules.ts";
import { everyEndpoint } from "../support/every-endpoint.ts";
import { signInAs } from "../support/make-account.ts";
import { command, startTestApp, type TestApp, type TestSocket } from "../support/test-app.ts";

/** Every endpoint of the contract with ids no record has and a body no schema accepts. */
const endpoints = everyEndpoint.map((endpoint) => ({
  ...endpoint,
  path: endpoint.path.replaceAll(/\{[^}]+\}/g, "nonsense"),
  options: endpoint.method === "GET" ? {} : { body: { nonsense: true } },
}));
const closed = endpoints.filter(({ who }) => who !== "public");
const commandNames = Object.keys(clientCommands) as ClientCommand[];

let app: TestApp;
const tokens = new Map<Role, string>();
const tokenOf = (role: Role) => tokens.get(role) ?? "";
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  for (const role of roles) tokens.set(role, await signInAs(app, role));
});
afterAll(() => app.close());

describe("access to every endpoint, before anything is said of the input", () => {
  it.each(closed)("$label: nobody is 401", async ({ method, path, options }) => {
    const reply = await app.call(method, path, options);
    expect([reply.status, reply.problem?.code]).toEqual([401, "unauthenticated"]);
    expect(reply.problem?.fields).toBeUndefined();
  });

  const wrong = closed.flatMap((endpoint) =>
    roles.filter((role) => !mayEnter(endpoint.who, { role, duty: "system" })).map((role) => ({ ...endpoint, role })),
  );
  it.each(wrong)("$label: $role is 403", async ({ method, path, options, role }) => {
    const reply = await app.call(method, path, { ...options, as: tokenOf(role) });
    expect([reply.status, reply.problem?.code]).toEqual([403, "forbidden"]);
    expect(reply.problem?.fields).toBeUndefined();
  });

  const right = closed.flatMap((endpoint) =>
    roles.filter((role) => mayEnter(endpoint.who, { role, duty: "system" })).map((role) => ({ ...endpoint, role })),
  );
  it.each(right)("$label: $role passes", async ({ method, path, options, role }) => {
    const reply = await app.call(method, path, { ...options, as: tokenOf(role) });
    expect([401, 403, 404, 500]).not.toContain(reply.status);
  });
});

describe("access to every socket command", () => {
  const sockets = new Map<Role, TestSocket>();
  beforeAll(async () => {
    for (const role of roles) sockets.set(role, await app.socket(tokenOf(role)));
  });

  it.each([undefined, "", "not-a-token"])("a connection with the token %s is refused", async (token) => {
    const socket = io(app.url, { transports: ["websocket"], auth: { token }, reconnection: false, forceNew: true });
    const refusal = await new Promise<Error>((resolve, reject) => {
      socket.once("connect_error", resolve);
      socket.once("connect", () => reject(new Error("connected")));
    });
    socket.disconnect();
    expect(refusal.message).toBe("unauthenticated");
  });

  const pairs = commandNames.flatMap((name) => roles.map((role) => ({ name, role })));
  it.each(pairs)("$name by $role", async ({ name, role }) => {
    const nonsense = { consultationId: "nonsense" } as Parameters<typeof command<typeof name>>[2];
    const ack = await command(sockets.get(role) as TestSocket, name, nonsense);
    const expected = mayEnter(clientCommands[name].who, { role, duty: "system" }) ? "invalid_input" : "forbidden";
    expect(ack).toMatchObject({ ok: false, problem: { code: expected } });
  });
});

describe("the contract is whole", () => {
  const routes: Record<string, object> = Object.assign({}, ...modules.map((module) => module.routes ?? {}));
  it.each(endpoints)("$label has a row", ({ slice, name }) => expect(Object.keys(routes[slice] ?? {})).toContain(name));

  const commands: object = Object.assign({}, ...modules.map((module) => module.commands ?? {}));
  it.each(commandNames)("%s has a row", (name) => expect(Object.keys(commands)).toContain(name));
});
