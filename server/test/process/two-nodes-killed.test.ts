import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { superviseEmbeddedMongo, type SupervisedMongo } from "@fuzhen/embedded-mongo";
import mongoose from "mongoose";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ack } from "@fuzhen/shared/realtime/events.ts";
import { freePort } from "../support/free-port.ts";
import { bookingBody, freeSlots, makeFiledReport } from "../support/make-appointment.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { hasRedis, startRedis } from "../support/redis-server.ts";
import { callReal, startRealServer, type RealServer } from "../support/real-server.ts";
import { startTestApp, type TestSocket } from "../support/test-app.ts";
import { tusMetadata } from "../support/make-file.ts";

/** Runs where there are a Redis and an nginx to start. */
const nginx = process.env.NGINX ?? "/usr/sbin/nginx";
const STANDS_STILL = 10;
const here = hasRedis && spawnSync(nginx, ["-v"]).status === 0;

describe.runIf(here)("two servers on one database, behind nginx, one killed while people are at it", () => {
  let root: string;
  let dataDir: string;
  let database: SupervisedMongo;
  const helpers: ChildProcess[] = [];
  const ports: number[] = [];
  const servers: (RealServer | undefined)[] = [];
  let front: RealServer;
  let visit: Visit;
  let bookers: { patient: TestPatient; proof: string; start: string }[];
  let redisUrl: string;

  const startNode = async (node: 0 | 1): Promise<void> => {
    const env = { MONGODB_URI: database.uri, REDIS_URL: redisUrl, PORT: String(ports[node]), TRUST_PROXY: "1" };
    servers[node] = await startRealServer(dataDir, env);
  };
  const killNode = async (node: 0 | 1): Promise<void> => {
    servers[node]?.signal("SIGKILL");
    await servers[node]?.ended;
  };

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "fuzhen-two-"));
    dataDir = path.join(root, "data");
    const app = await startTestApp({ dataDir });
    visit = await makeConsultation(app);
    const starts = (await freeSlots(app, visit.specialist.specialistId)).slice(3).map(({ start }) => start);
    bookers = [];
    for (let index = 0; index < 12; index++) {
      const patient = await makePatient(app);
      bookers.push({ patient, proof: await makeFiledReport(app, patient), start: starts[index] ?? "" });
    }
    await app.settled();
    await app.close();
    database = await superviseEmbeddedMongo({ dataDir: path.join(dataDir, "db") });
    ports.push(await freePort(), await freePort());
    const frontPort = await freePort();
    const redis = await startRedis();
    redisUrl = redis.url;
    helpers.push(redis.process);
    await Promise.all([startNode(0), startNode(1)]);
    await writeFile(path.join(root, "nginx.conf"), nginxConf(root, frontPort, ports));
    const globals = "daemon off; master_process off;";
    const flags = ["-p", root, "-e", "stderr", "-c", path.join(root, "nginx.conf"), "-g", globals];
    helpers.push(spawn(nginx, flags, { stdio: "ignore" }));
    front = { ...(servers[0] as RealServer), url: `http://127.0.0.1:${frontPort}` };
    const passes = async () => {
      if (!(await fetch(`${front.url}/readyz`)).ok) throw new Error("not ready behind nginx");
    };
    await vi.waitFor(passes, 60_000);
  });
  afterAll(async () => {
    for (const server of servers) server?.signal("SIGKILL");
    for (const helper of helpers) helper.kill("SIGKILL");
    await database.close();
    await rm(root, { recursive: true, force: true });
  });

  /** A person's page: it comes back by itself, and joins its room again. */
  const page = (token: string): TestSocket => {
    const socket: TestSocket = io(front.url, { transports: ["websocket"], auth: { token }, forceNew: true });
    socket.on("connect", () => void socket.emitWithAck("consultation:join", { consultationId: visit.consultationId }));
    return socket;
  };

  it("chat, call, upload and booking go on, nothing acknowledged is lost or doubled, all is told once and in order", async () => {
    const { consultationId, patientToken, specialistToken } = visit;
    const [patient, specialist] = [page(patientToken), page(specialistToken)];
    // By connection: one is cut with the server that is killed, and made anew to the other.
    const heard = [patient, specialist].map((socket) => {
      const lines: number[][] = [];
      socket.on("connect", () => void lines.push([]));
      socket.on("message:created", ({ seq }) => void lines.at(-1)?.push(seq));
      return lines;
    });

    const acknowledged = new Map<string, string>();
    let stop = false;
    const talk = async (send: (body: { clientMessageId: string; text: string }) => Promise<string | null>) => {
      while (!stop) {
        const body = { clientMessageId: randomUUID(), text: "两台服务器" };
        for (;;) {
          const id = await send(body);
          if (id !== null) acknowledged.set(body.clientMessageId, id);
          if (id !== null || stop) break;
        }
      }
    };
    const talkByHttp = (as: string, to: () => RealServer | undefined) =>
      talk(async (body) => {
        const server = to();
        const at = `/consultations/${consultationId}/messages`;
        const reply = server ? await callReal<{ id: string }>(server, "POST", at, { as, body }) : null;
        return reply && reply.status < 300 ? reply.data.id : null;
      });
    // To the one that is never stopped, and in turn to both.
    const byHttp = [
      talkByHttp(specialistToken, () => servers[1]),
      ...Array.from({ length: 4 }, () => talkByHttp(patientToken, () => front)),
    ];
    const bySocket = talk(async (body) => {
      const ack = (await patient
        .timeout(2000)
        .emitWithAck("message:send", { consultationId, ...body })
        .catch(() => null)) as Ack<{ id: string }> | null;
      return ack?.ok === true ? ack.data.id : null;
    });

    const device = { patient: randomUUID(), specialist: randomUUID() };
    const enterCall = (socket: TestSocket, of: "patient" | "specialist") =>
      vi.waitFor(
        async () => {
          const ack = await socket
            .timeout(2000)
            .emitWithAck("call:join", { consultationId, device: device[of], take: false });
          expect(ack.ok).toBe(true);
        },
        { timeout: 60_000, interval: 50 },
      );
    await enterCall(specialist, "specialist");
    await enterCall(patient, "patient");

    const paper = await readFile(new URL("../../../e2e/corpus/photos/landscape_1.jpg", import.meta.url));
    const said = async (more: number) => {
      const before = acknowledged.size;
      await expect.poll(() => acknowledged.size, { interval: 5 }).toBeGreaterThan(before + more);
    };
    // One stands still for a moment, perhaps between what it has stored and the telling of it, while the other goes on.
    for (let pauses = 0; pauses < STANDS_STILL; pauses++) {
      servers[0]?.signal("SIGSTOP");
      await said(3);
      servers[0]?.signal("SIGCONT");
      await said(6);
    }
    const booked: Appointment[] = [];
    for (const node of process.env.TEST_LONG ? ([0, 1] as const) : ([0] as const)) {
      await said(10);
      const some = bookers.slice(node * 6, node * 6 + 6);
      const booking = Promise.all(some.map((wish) => bookUntil(front, visit, wish)));
      // Killed while bookings are under way and half of a file is there.
      await sendInPieces(front, patientToken, {
        patientId: visit.patientId,
        bytes: paper,
        halfWay: () => killNode(node),
      });
      booked.push(...(await booking));
      await said(10);
      await startNode(node);
    }
    await said(10);
    stop = true;
    await Promise.all([...byHttp, bySocket]);

    expect(new Set(booked.map(({ id }) => id)).size).toBe(booked.length);

    // The call is still one, and both are in it again.
    await enterCall(specialist, "specialist");
    await enterCall(patient, "patient");
    patient.disconnect();

    const messages: Message[] = [];
    for (;;) {
      const at = `/consultations/${consultationId}/messages?limit=200&afterSeq=${messages.length}`;
      const reply = await callReal<{ messages: Message[] }>(front, "GET", at, { as: specialistToken });
      if (!reply?.data.messages.length) break;
      messages.push(...reply.data.messages);
    }
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, place) => place + 1));
    const found = messages.map(({ clientMessageId, id }) => [clientMessageId, id] as const);
    for (const [key, id] of acknowledged) expect(found.filter(([other]) => other === key)).toEqual([[key, id]]);
    // Of both servers, and of the one that was started again, by the part of the id that names the process.
    expect(new Set(messages.map(({ id }) => id.slice(8, 18))).size).toBeGreaterThan(2);
    // Each once and in order, whoever has written it, also to whoever came to the other server in between; and while a line stood,
    // none was left out.
    for (const lines of heard) {
      const told = lines.flat();
      expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
      for (const seqs of lines) expect(seqs).toEqual(seqs.map((_, at) => (seqs[0] ?? 0) + at));
    }
    specialist.disconnect();

    const rows = await mongoose.createConnection(database.uri).asPromise();
    await expect.poll(async () => rows.collection("outbox").countDocuments({ pending: true })).toBe(0);
    await rows.close();
  });
});

/** Both in turn, the other where one is away. */
const nginxConf = (folder: string, port: number, nodes: readonly number[]): string => `
pid ${folder}/nginx.pid;
events {}
http {
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")}
  access_log off;
  upstream house { ${nodes.map((node) => `server 127.0.0.1:${node} max_fails=1 fail_timeout=1s;`).join(" ")} }
  map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 60m;
    location / {
      proxy_pass http://house;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_connect_timeout 2s;
      proxy_request_buffering off;
    }
  }
}`;

/** The same booking until it is answered: whoever asked cannot know whether the first was made. */
async function bookUntil(
  front: RealServer,
  { specialist }: Visit,
  { patient: who, proof, start }: { patient: TestPatient; proof: string; start: string },
): Promise<Appointment> {
  const body = bookingBody({ patientId: who.id, specialistId: specialist.specialistId, start, proofReportId: proof });
  for (;;) {
    const reply = await callReal<Appointment>(front, "POST", "/appointments", { as: who.account.token, body });
    if (reply?.status === 201 || reply?.status === 200) return reply.data;
    if (reply && reply.status < 500) throw new Error(`booking answered ${reply.status} ${JSON.stringify(reply.data)}`);
  }
}

/** A file in twenty pieces; each is asked for anew where the line broke, as a phone does. */
async function sendInPieces(
  front: RealServer,
  token: string,
  { patientId, bytes, halfWay }: { patientId: string; bytes: Buffer; halfWay: () => Promise<void> },
): Promise<FileInfo> {
  const uploadKey = randomUUID();
  const common = { "tus-resumable": "1.0.0", authorization: `Bearer ${token}` };
  const again = async <T>(attempt: () => Promise<T | null>): Promise<T> => {
    for (;;) {
      const done = await attempt().catch(() => null);
      if (done !== null) return done;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const location = await again(async () => {
    const made = await fetch(`${front.url}/api/uploads`, {
      method: "POST",
      headers: {
        ...common,
        "upload-length": String(bytes.length),
        "upload-metadata": tusMetadata({ uploadKey, filename: "a.jpg", patientId }),
      },
    });
    return made.status === 201 ? made.headers.get("location") : null;
  });
  const url = new URL(location, front.url);
  url.host = new URL(front.url).host;
  const piece = Math.ceil(bytes.length / 20);
  let told = false;
  await again(async () => {
    const head = await fetch(url, { method: "HEAD", headers: common });
    if (!head.ok) return null;
    let offset = Number(head.headers.get("upload-offset"));
    while (offset < bytes.length) {
      const sent = await fetch(url, {
        method: "PATCH",
        headers: { ...common, "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
        body: new Uint8Array(bytes.subarray(offset, offset + piece)),
      });
      if (sent.status !== 204) return null;
      offset = Number(sent.headers.get("upload-offset"));
      if (offset < bytes.length / 2 || told) continue;
      told = true;
      await halfWay();
    }
    return true;
  });
  return again(async () => {
    const reply = await callReal<FileInfo>(front, "GET", `/uploads-by-key/${uploadKey}`, { as: token });
    return reply?.data.status === "ready" ? reply.data : null;
  });
}
