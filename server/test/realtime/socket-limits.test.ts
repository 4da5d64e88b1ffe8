import { setTimeout } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newId } from "../../src/platform/outbox.ts";
import { SessionModel } from "../../src/modules/sessions/session.model.ts";
import { createPacketCount } from "../../src/realtime/line-guard.ts";
import { createPlaces } from "../../src/realtime/live-sockets.ts";
import { makePatientAccount } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
const opened: Socket[] = [];
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  for (const socket of opened) socket.disconnect();
  await app.close();
});

/** A line to the server; the reason when it is refused. */
async function open(token: string, extraHeaders: Record<string, string> = {}): Promise<Socket | string> {
  const socket = io(app.url, {
    transports: ["websocket"],
    auth: { token },
    extraHeaders,
    reconnection: false,
    forceNew: true,
  });
  opened.push(socket);
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", (error) => resolve(error.message));
  });
}

describe("connections of one account", () => {
  it("are twenty at most, also when forty knock at once; one that goes makes room", async () => {
    const { token } = await makePatientAccount(app);
    const lines = await Promise.all(Array.from({ length: 40 }, () => open(token)));
    const live = lines.filter((line) => typeof line !== "string");
    expect(live).toHaveLength(20);
    expect(new Set(lines.filter((line) => typeof line === "string"))).toEqual(new Set(["rate_limited"]));
    live[0]?.disconnect();
    await expect.poll(async () => typeof (await open(token))).toBe("object");
    const other = await makePatientAccount(app);
    expect(typeof (await open(other.token))).toBe("object");
  });

  it("share one limit of packets", async () => {
    const { token } = await makePatientAccount(app);
    const lines = (await Promise.all(Array.from({ length: 4 }, () => open(token)))) as Socket[];
    const acks = await Promise.all(
      lines.flatMap((line) =>
        Array.from({ length: 350 }, () =>
          line.timeout(10_000).emitWithAck("consultation:leave", { consultationId: newId() }),
        ),
      ) as Promise<{ ok: boolean; problem?: { code: string } }>[],
    );
    const refused = acks.filter(({ problem }) => problem?.code === "rate_limited");
    expect(refused).toHaveLength(200);
  });
});

it("places are so many, and given back once", () => {
  const places = createPlaces(2);
  const [first, second] = [places.take("a"), places.take("a")];
  expect([typeof first, typeof second, places.take("a"), typeof places.take("b")]).toEqual([
    "function",
    "function",
    null,
    "function",
  ]);
  first?.();
  first?.();
  expect(typeof places.take("a")).toBe("function");
  expect(places.take("a")).toBeNull();
});

it("packets are counted at once, and anew after a while", () => {
  let now = 0;
  const mayGoOn = createPacketCount(() => now, 3, 1000);
  expect([mayGoOn(), mayGoOn(), mayGoOn(), mayGoOn()]).toEqual([true, true, true, false]);
  now = 1000;
  expect(mayGoOn()).toBe(true);
});

/** A line by hand: opened, and what it heard until it was closed or nothing more came. */
async function speak(packets: readonly string[]): Promise<{ heard: string[]; closed: boolean }> {
  const line = new WebSocket(`${app.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const heard: string[] = [];
  const closed = new Promise<true>((resolve) => line.addEventListener("close", () => resolve(true)));
  line.addEventListener("message", ({ data }) => {
    heard.push(String(data));
    if (heard.length === 1) for (const packet of packets) line.send(packet);
  });
  const outcome = await Promise.race([closed, setTimeout(30_000, false)]);
  line.close();
  return { heard, closed: outcome };
}

describe("who says who they are", () => {
  const sessionReads = () => {
    let count = 0;
    const find = SessionModel.findOne.bind(SessionModel);
    const spy = vi.spyOn(SessionModel, "findOne").mockImplementation((...args: Parameters<typeof find>) => {
      count += 1;
      return find(...args);
    });
    return { count: () => count, end: () => spy.mockRestore() };
  };

  it("says it once: of a thousand on one line one is looked up, and the line is cut", async () => {
    const { token } = await makePatientAccount(app);
    const reads = sessionReads();
    const connect = `40${JSON.stringify({ token })}`;
    const { closed } = await speak(Array.from({ length: 1000 }, () => connect));
    reads.end();
    expect(closed).toBe(true);
    expect(reads.count()).toBeLessThanOrEqual(1);
  });

  it.each([
    ["nobody", "40{}"],
    ["a token of our making no more", '40{"token":"a.b.c"}'],
  ])("and is refused (%s) is told why, costs no query, and is cut", async (_name, packet) => {
    const reads = sessionReads();
    const { heard, closed } = await speak([packet]);
    reads.end();
    expect(heard.at(-1)).toContain("unauthenticated");
    expect([closed, reads.count()]).toEqual([true, 0]);
  });

  it("by polling too: requests count for the address, and thousands of packets in one cut the line", async () => {
    const at = `${app.url}/socket.io/?EIO=4&transport=polling`;
    const asked: string[] = [];
    const { limits } = app.app.services;
    const consume = limits.consume;
    limits.consume = (limit, key, points) => {
      asked.push(limit);
      return consume(limit, key, points);
    };
    const { sid } = JSON.parse((await (await fetch(at)).text()).slice(1)) as { sid: string };
    const body = Array.from({ length: 10_000 }, () => "40/x,").join("\u001e");
    await (await fetch(`${at}&sid=${sid}`, { method: "POST", body })).text();
    const after = await fetch(`${at}&sid=${sid}`);
    limits.consume = consume;
    expect(after.status).toBe(400);
    expect(asked.filter((limit) => limit === "address")).toHaveLength(3);
    expect(app.logLines.filter((line) => line.includes("line that floods cut"))).toHaveLength(1);
  });
});

describe("a handshake", () => {
  it.each(["https://evil.example", "null", "file://", "http://127.0.0.1:1", "nonsense"])(
    "from a page of %s is refused, token or not (cross-site WebSocket hijacking)",
    async (origin) => {
      const { token } = await makePatientAccount(app);
      expect(await open(token, { origin })).toBe("websocket error");
      const polling = await fetch(`${app.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
      expect(polling.status).toBe(403);
    },
  );

  it("from our own page, and from a program without one, is let in", async () => {
    const { token } = await makePatientAccount(app);
    expect(typeof (await open(token, { origin: app.url }))).toBe("object");
    expect(typeof (await open(token))).toBe("object");
  });

  it("that never says who it is ends by itself", async () => {
    const line = new WebSocket(`${app.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
    const began = performance.now();
    await new Promise((resolve) => line.addEventListener("close", resolve));
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it.each([
    ["a number for a name", "42[7]"],
    ["a number for a name, to be answered", "421[7,{}]"],
    ["a name of the protocol's own", '42["disconnect"]'],
    ["a name and nothing else", '42["__proto__"]'],
    ["no name", "42[]"],
    ["an object for a name", '42[{"length":1}]'],
    ["bytes for a name", '451-[{"_placeholder":true,"num":0}]'],
    ["an answer nobody asked for", "437[]"],
  ])("with a packet that is none (%s) harms nobody", async (_name, packet) => {
    const { token } = await makePatientAccount(app);
    const faults: unknown[] = [];
    const note = (fault: unknown) => void faults.push(fault);
    process.on("unhandledRejection", note);
    const line = new WebSocket(`${app.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
    const heard = new Promise<void>((resolve) => {
      line.addEventListener("message", ({ data }) => {
        if (String(data).startsWith("0")) line.send(`40${JSON.stringify({ token })}`);
        else if (String(data).startsWith("40")) {
          line.send(packet);
          line.send('429["consultation:leave",{}]');
        } else if (String(data).startsWith("439")) resolve();
      });
      line.addEventListener("close", () => resolve());
    });
    await heard;
    line.close();
    process.off("unhandledRejection", note);
    expect(faults).toEqual([]);
    expect(typeof (await open(token))).toBe("object");
  });

  it.each(["phone[$ne]=1", "__proto__[x]=1", "EIO=4&EIO=4"])("with '%s' in its address is no fault", async (query) => {
    const reply = await fetch(`${app.url}/socket.io/?EIO=4&transport=polling&${query}`);
    expect(reply.status).toBeLessThan(500);
  });
});
