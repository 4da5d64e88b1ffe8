import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePatientAccount, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let user: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  user = await makePatientAccount(app);
});
afterAll(() => app.close());

interface Line {
  level: number;
  method: string;
  route: string;
  status: number | null;
  ms: number;
  requestId: string;
  userId?: string;
  msg: string;
}
const lines = () => app.logLines.map((line) => JSON.parse(line) as Line);

/** The line of one request; it is written when the reply is out, a moment after the client has it. */
async function lineOf(requestId: string | null): Promise<Line> {
  const found = () => lines().find((line) => line.msg === "request" && line.requestId === requestId);
  await expect.poll(found).toBeDefined();
  return found() as Line;
}

const ghost = "f".repeat(24);
const cases: [string, string, string, number, object?][] = [
  ["GET", "/api/organizations", "/api/organizations", 200],
  ["GET", "/api/specialists?q=%E5%BC%A0%E4%B8%89", "/api/specialists", 200],
  ["GET", `/api/patients/${ghost}`, "/api/patients/{patientId}", 403],
  ["GET", "/api/accounts/me", "/api/accounts/me", 200],
  ["POST", "/api/sessions", "/api/sessions", 400, { nonsense: true }],
  ["PATCH", `/api/uploads/${"a".repeat(40)}`, "/api/uploads/:uploadId", 403],
  ["GET", `/api/file-content/${ghost}/display-0?exp=1&sig=x`, "/api/file-content/:fileId/:variant", 403],
  ["GET", "/api/openapi.json", "/api/openapi.json", 200],
  ["GET", "/api/%E5%BC%A0%E4%B8%89/1380013", "other", 404],
  ["GET", "/13800138000", "other", 404],
  ["GET", "/healthz", "/healthz", 200],
  ["GET", "/readyz", "/readyz", 200],
  ["PROPFIND", "/api/organizations", "other", 404],
];

describe("every request has an id and one line with the pattern of its route", () => {
  it.each(cases)("%s %s", async (method, path, route, status, body) => {
    const response = await fetch(app.url + path, {
      method,
      headers: { authorization: `Bearer ${user.token}`, "tus-resumable": "1.0.0", "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const requestId = response.headers.get("x-request-id");
    const line = await lineOf(requestId);
    expect([line.route, line.status, line.status]).toEqual([route, status, response.status]);
    expect(line.ms).toBeGreaterThanOrEqual(0);
    expect(Object.keys(line).toSorted()).toEqual(
      [
        "level",
        "method",
        "ms",
        "msg",
        "requestId",
        "route",
        "status",
        "time",
        ...("userId" in line ? ["userId"] : []),
      ].toSorted(),
    );
    expect(path.startsWith("/api/accounts") ? line.userId : user.id).toBe(user.id);
    // The id a person reads out to support is the one in the log.
    expect(status < 400 || text.includes(requestId ?? "none")).toBe(true);
  });

  it("also when the body is no JSON", async () => {
    const reply = await app.call("POST", "/sessions", { body: '{"phone": broken' });
    expect(reply.problem?.requestId).toBe(reply.headers.get("x-request-id"));
    expect(await lineOf(reply.headers.get("x-request-id"))).toMatchObject({ status: 400, route: "other" });
  });

  it("also when the line breaks before the end", async () => {
    const before = lines().length;
    const address = new URL(app.url);
    const socket = connect(Number(address.port), address.hostname);
    socket.write(
      "POST /api/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    );
    // The server reads in order: it has seen the half request when it answers what came after it.
    await once(socket, "connect");
    await fetch(`${app.url}/healthz`);
    socket.destroy();
    const broken = () =>
      lines()
        .slice(before)
        .filter((line) => line.msg === "request" && line.status === null);
    await expect.poll(broken).toHaveLength(1);
  });

  it("and the lines of what it did carry the same id", async () => {
    const reply = await app.call("GET", "/accounts/me", { as: user.token });
    const requestId = reply.headers.get("x-request-id");
    await lineOf(requestId);
    const own = lines().filter((line) => line.requestId === requestId);
    expect(own.map((line) => line.msg)).toEqual(["action done", "request"]);
  });
});
