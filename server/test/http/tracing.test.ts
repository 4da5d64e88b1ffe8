import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createJobs } from "../../src/jobs/jobs.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { makePatient, newIdNumber } from "../support/make-patient.ts";
import { newPhone, TEST_PASSWORD } from "../support/make-user.ts";
import { startReceiver, type ReceivedSpan } from "../support/otlp-receiver.ts";
import { startRealServer, endedInOrder } from "../support/real-server.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

const told = { name: "令狐望舒", phone: newPhone(), idNumber: newIdNumber(), said: "夜里腿肿", typed: "好一些了" };
const traceId = "0af7651916cd43dd8448eb211c80319c";
const callerSpan = "b7ad6b7169203331";

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let spans: ReceivedSpan[];
let requestId: string | null;

/** One visit with tracing on, then the server stops: what it had not sent yet must arrive by then. */
beforeAll(async () => {
  receiver = await startReceiver();
  const app: TestApp = await startTestApp({
    now: "2026-11-23T01:00:00Z",
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  });
  const patient = await makePatient(app, { name: told.name, idNumber: told.idNumber, phone: told.phone });
  const { consultationId, specialistToken } = await makeConsultation(app, { patient });
  const body = { clientMessageId: randomUUID(), text: told.said };
  const sent = await app.call("POST", `/consultations/${consultationId}/messages`, {
    as: patient.account.token,
    body,
    headers: { traceparent: `00-${traceId}-${callerSpan}-01` },
  });
  requestId = sent.headers.get("x-request-id");
  const socket = await app.socket(specialistToken);
  await command(socket, "consultation:join", { consultationId });
  await command(socket, "message:send", { consultationId, clientMessageId: randomUUID(), text: told.typed });
  await app.call("GET", `/patients/${encodeURIComponent(told.name)}`, { as: patient.account.token });
  vi.spyOn(PatientModel, "find").mockImplementationOnce(() => {
    throw new Error(told.said);
  });
  await app.call("GET", "/patients", { as: patient.account.token });
  await app.settled();
  const job = {
    name: "test:counts",
    // By the clock of the machine: the one of this test stands still.
    each: true as const,
    every: "* * * * * *",
    run: async () => void (await PatientModel.countDocuments()),
  };
  const jobs = createJobs(app.app.services, [job]);
  const ran = new Promise<void>((resolve) => void app.app.services.signals.on("job", () => resolve()));
  await jobs.start();
  await ran;
  await jobs.stop();
  await app.close();
  spans = receiver.spans();
});
afterAll(() => receiver.close());

const named = (name: string) => spans.filter((span) => span.name === name);
const childrenOf = (parent: ReceivedSpan | undefined) => spans.filter((span) => span.parentSpanId === parent?.spanId);

describe("a request", () => {
  const request = () => spans.find((span) => span.traceId === traceId && span.parentSpanId === callerSpan);

  it("goes on with the caller's trace", () => {
    expect(request()).toMatchObject({
      name: "POST /api/consultations/{consultationId}/messages",
      kind: 2,
      failed: false,
      attributes: {
        "http.request.method": "POST",
        "http.route": "/api/consultations/{consultationId}/messages",
        "http.response.status_code": 200,
        "fuzhen.request_id": requestId,
      },
    });
  });

  it("holds its action, and the action its commands to the database", () => {
    const [action] = childrenOf(request()).filter((span) => span.name.startsWith("consultations."));
    expect(action?.attributes["fuzhen.request_id"]).toBe(requestId);
    const commands = childrenOf(action).filter((span) => span.kind === 3);
    expect(commands.map((span) => span.name)).toEqual(expect.arrayContaining(["insert messages"]));
  });

  it("is followed by the delivery of its fact in the same trace", () => {
    const delivery = spans.find((span) => span.traceId === traceId && span.name === "fact message:created");
    expect(delivery?.attributes["fuzhen.request_id"]).toBe(requestId);
    const [action] = childrenOf(request()).filter((span) => span.name.startsWith("consultations."));
    expect(delivery?.parentSpanId).toBe(action?.spanId);
    // Its row in the trail is written with those of others.
    const inBulk = named("facts audit").flatMap(childrenOf);
    expect(inBulk.some((span) => span.name === "insert audit_events")).toBe(true);
  });

  it("that is refused is no fault, one that fails is, and neither tells why in words", () => {
    const refused = named("patients.patient").find((span) => span.attributes["fuzhen.code"]);
    expect([refused?.failed, refused?.attributes["fuzhen.code"]]).toEqual([false, "invalid_input"]);
    const failed = named("patients.myPatients").find((span) => span.failed);
    expect(failed?.attributes["fuzhen.code"]).toBe("internal");
  });
});

describe("what no request asked for", () => {
  it("socket commands begin traces of their own", () => {
    const [sent] = named("message:send");
    expect([sent?.parentSpanId ?? "", sent?.failed]).toEqual(["", false]);
    expect(childrenOf(sent).map((span) => span.name)).toContain("insert messages");
  });

  it("so do jobs", () => {
    const [job] = named("job test:counts");
    expect(job?.parentSpanId ?? "").toBe("");
    expect(childrenOf(job).map((span) => span.name)).toEqual(["aggregate patients"]);
  });

  it("queues that are looked into again and again leave no spans", () => {
    const ids = new Set(spans.map((span) => span.spanId));
    expect(spans.filter((span) => span.kind === 3 && !ids.has(span.parentSpanId))).toEqual([]);
    expect(named("findAndModify outbox")).toEqual([]);
  });
});

it("nothing of people goes to the collector", () => {
  const payload = receiver.payload();
  expect(spans.length).toBeGreaterThan(50);
  expect([...Object.values(told), TEST_PASSWORD].filter((word) => payload.includes(word))).toEqual([]);
  expect(payload.match(/[\p{Script=Han}]|%E[4-9]%|\\u[4-9]/u)).toBeNull();
});

/** Loaded into a server: tells when the tracing SDK is asked for. */
const lookout = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({
    resolve(name, context, next) {
      if (name.startsWith("@opentelemetry/sdk-trace")) process.stderr.write("asked for " + name + "\\n");
      return next(name, context);
    },
  });
`)}`;

it.each([
  ["without the setting nothing of the SDK is loaded", {}, false],
  ["with it, it is", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }, true],
])("%s", async (_name, env, loaded) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-trace-"));
  const server = await startRealServer(dataDir, { ...env, NODE_OPTIONS: `--import ${lookout}` });
  server.signal("SIGTERM");
  // A collector that is not there holds up no stop.
  expect(await endedInOrder(server)).toBe(true);
  expect(server.log.some((line) => line.startsWith("asked for @opentelemetry/sdk-trace"))).toBe(loaded);
  await rm(dataDir, { recursive: true, force: true });
});
