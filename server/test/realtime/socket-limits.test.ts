import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/platform/outbox.ts";
import { createLiveSockets } from "../../src/realtime/live-sockets.ts";
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
    await expect.poll(async () => typeof (await open(token)), { timeout: 5000 }).toBe("object");
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

it("places of an address are counted over accounts, and given back once", () => {
  const live = createLiveSockets();
  const leaves = Array.from({ length: 1000 }, (_, i) => live.take(`user-${i}`, "10.0.0.1"));
  expect(leaves.every((leave) => leave !== null)).toBe(true);
  expect(live.take("one-more", "10.0.0.1")).toBeNull();
  expect(live.take("one-more", "10.0.0.2")).not.toBeNull();
  leaves[0]?.();
  leaves[0]?.();
  expect(live.take("one-more", "10.0.0.1")).not.toBeNull();
  expect(live.take("two-more", "10.0.0.1")).toBeNull();
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
  }, 20_000);

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
