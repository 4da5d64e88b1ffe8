import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { tusMetadata } from "../support/make-file.ts";
import { makePatientIn } from "../support/make-patient-in.ts";
import type { TestPatient } from "../support/make-patient.ts";
import { newPhone, TEST_PASSWORD } from "../support/make-user.ts";
import { callReal, launchServer, startRealServer, type RealServer, endedInOrder } from "../support/real-server.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-stop-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const embedded = { NODE_ENV: "production", ALLOW_EMBEDDED_DB: "1" };

/** A TCP connection by hand: the test decides what is sent, and when. */
class Line {
  readonly closed: Promise<unknown>;
  private readonly socket: Socket;
  private text = "";

  private constructor(socket: Socket) {
    this.socket = socket;
    // Not `once` of node:events, which rejects when the line is cut instead of closed.
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("data", (bytes: Buffer) => (this.text += bytes.toString("latin1")));
    // Being cut is what some tests are about.
    socket.on("error", () => undefined);
  }
  static async to(server: RealServer): Promise<Line> {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    await once(socket, "connect");
    return new Line(socket);
  }
  say(...rows: string[]): void {
    this.socket.write(rows.join("\r\n"));
  }
  /** Everything the server said before it closed the line. */
  async all(): Promise<string> {
    await this.closed;
    return this.text;
  }
}

const logged = (server: RealServer, msg: string) =>
  expect.poll(() => server.log.some((line) => line.includes(`"msg":"${msg}"`))).toBe(true);

/** Path of an upload just begun. */
async function beginUpload(server: RealServer, { id, account }: TestPatient): Promise<{ at: string; as: string }> {
  const { phone, password } = account;
  const session = await callReal<Session>(server, "POST", "/sessions", { body: { phone, password } });
  const as = session?.data.accessToken ?? "";
  const fields = { uploadKey: randomUUID(), filename: "a.jpg", patientId: id };
  const created = await fetch(`${server.url}/api/uploads`, {
    method: "POST",
    headers: {
      "tus-resumable": "1.0.0",
      "upload-length": "100000",
      "upload-metadata": tusMetadata(fields),
      authorization: `Bearer ${as}`,
    },
  });
  expect(created.status).toBe(201);
  return { at: created.headers.get("location") ?? "", as };
}

test("SIGTERM: requests under way are answered, uploads and dawdlers cut, exit 0 within 10 s", async () => {
  const patient = await makePatientIn(dataDir);
  const server = await startRealServer(dataDir, embedded);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  const { at, as } = await beginUpload(server, patient);

  const ready = await Line.to(server);
  ready.say("GET /readyz HTTP/1.1", "Host: a", "");
  const slow = await Line.to(server);
  const body = JSON.stringify({ phone: newPhone(), password: TEST_PASSWORD });
  const post = ["POST /api/sessions HTTP/1.1", "Host: a", "Content-Type: application/json"];
  slow.say(...post, `Content-Length: ${body.length}`, "Connection: close", "", body.slice(0, 10));
  const dawdler = await Line.to(server);
  dawdler.say(...post, "Content-Length: 100", "", "{");
  const uploading = await Line.to(server);
  const offset = ["Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream"];
  uploading.say(`PATCH ${at} HTTP/1.1`, "Host: a", `Authorization: Bearer ${as}`, ...offset, "Content-Length: 100000");
  uploading.say("", "", "", "some bytes");
  // By answering what came after them, the server shows that it has read all four requests.
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

  const told = performance.now();
  server.signal("SIGTERM");
  await logged(server, "stopping");
  slow.say(body.slice(10));
  expect(await slow.all()).toMatch(/^HTTP\/1\.1 401 [^]*"wrong_credentials"/);
  ready.say("Connection: close", "", "");
  expect(await ready.all()).toMatch(/^HTTP\/1\.1 503 [^]*\{"ready":false\}/);
  await Promise.all([uploading.closed, dawdler.closed]);
  expect(await endedInOrder(server)).toBe(true);
  expect(performance.now() - told).toBeLessThan(10_000);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow("fetch failed");
});

test("production refuses the embedded database unless told otherwise, and then says so", async () => {
  const refused = launchServer(dataDir, { NODE_ENV: "production" });
  expect(await refused.ready).toBeNull();
  expect(await refused.ended).not.toBe(0);
  expect(refused.log.join("\n")).toContain("production needs MONGODB_URI, or ALLOW_EMBEDDED_DB=1");
  const allowed = await startRealServer(dataDir, embedded);
  expect(allowed.log.join("\n")).toContain("production on the embedded database, allowed by ALLOW_EMBEDDED_DB");
  expect(allowed.log.join("\n")).toContain("no SMS_URL: nobody can sign up");
  allowed.signal("SIGTERM");
  expect(await endedInOrder(allowed)).toBe(true);
});
