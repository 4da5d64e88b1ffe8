import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { fictionalIdNumber, fictionalPhone } from "../fixtures/identity.ts";

/** The neighbour: one account with what it has, behind one address. */
export interface Neighbour {
  url: string;
  token: string;
  userId: string;
  patientId: string;
  address: string;
  /** A link to a picture of their own. */
  picture: string;
  specialistIds: string[];
  /** The largest script of the client. */
  script: string;
}

/** One of many at once; answers what came of it. */
type Act = (neighbour: Neighbour, call: Call) => Promise<string>;
type Call = (
  method: string,
  path: string,
  options?: Options,
) => Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>;
interface Options {
  body?: string | Buffer;
  headers?: Record<string, string>;
  /** What kind of body it is, JSON unless said otherwise. */
  type?: string;
  /** Its answer is looked at. */
  read?: boolean;
  /** Without the account's token. */
  nobody?: boolean;
}

/** Lines kept open meanwhile: as many as a browser would never open. */
export function createCall({ url, token, address }: Neighbour, agent: Agent): Call {
  const { hostname, port } = new URL(url);
  return (method, path, { body, headers = {}, nobody = false, read = false, type = "application/json" } = {}) =>
    new Promise((resolve) => {
      const asked = request({
        agent,
        hostname,
        port,
        method,
        path,
        headers: {
          "x-forwarded-for": address,
          ...(nobody ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) }),
          ...headers,
        },
      });
      asked.once("error", () => resolve({ status: 0, headers: {}, text: "" }));
      asked.once("response", (response) => {
        let text = "";
        if (read) response.setEncoding("utf8").on("data", (part: string) => (text += part));
        else response.resume();
        response.once("close", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      asked.end(body);
    });
}

const get =
  (path: (neighbour: Neighbour) => string, options: Options = {}): Act =>
  async (neighbour, call) =>
    String((await call("GET", path(neighbour), options)).status);
const post =
  (path: string, body: (neighbour: Neighbour) => unknown, options: Options = {}): Act =>
  async (neighbour, call) =>
    String((await call("POST", path, { ...options, body: JSON.stringify(body(neighbour)) })).status);

/** A websocket by hand: the frames of a client that says what it likes. */
async function speak({ url, address }: Neighbour, packets: Iterable<string>, listensMs = 1500): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const closed = new Promise<string>((resolve) => {
    socket.once("close", () => resolve("cut"));
    socket.once("error", () => resolve("cut"));
    setTimeout(resolve, listensMs, "open");
  });
  socket.resume();
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n` +
      `X-Forwarded-For: ${address}\r\n\r\n`,
  );
  await new Promise<void>((resolve) => {
    socket.once("data", () => resolve());
    socket.once("close", () => resolve());
  });
  for (const packet of packets) {
    if (socket.destroyed) break;
    socket.write(frame(packet));
  }
  const outcome = await closed;
  socket.destroy();
  return outcome;
}

/** One masked text frame (RFC 6455 section 5.2); the mask is all zeros. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
}
/** The same without a websocket: a session by polling, in which packets are sent a hundred at a time until it is cut. */
async function polls(neighbour: Neighbour, call: Call): Promise<string> {
  const at = "/socket.io/?EIO=4&transport=polling";
  const opened = await call("GET", at, { nobody: true, read: true });
  const sid = /"sid":"([^"]+)"/.exec(opened.text)?.[1];
  if (sid === undefined) return `not opened: ${opened.status}`;
  const send = async (body: string) =>
    (await call("POST", `${at}&sid=${sid}`, { nobody: true, body, type: TEXT })).status;
  if ((await send(hello(neighbour))) !== 200) return "cut";
  // Who it is, is answered by the next poll.
  const answer = await call("GET", `${at}&sid=${sid}`, { nobody: true, read: true });
  if (!answer.text.startsWith("40")) return "not let in";
  const packets = times(100, '42["nonsense",{}]').join("\u001e");
  for (let sent = 0; sent < 30; sent++) if ((await send(packets)) !== 200) return "cut";
  return "open";
}
const TEXT = "text/plain;charset=UTF-8";
const times = (count: number, packet: string) => Array.from({ length: count }, () => packet);
const hello = ({ token }: Neighbour) => `40${JSON.stringify({ token })}`;

/** A small paper that takes a reader long: dashes of a hair's width along curves, page after page. */
function hostilePdf(): Buffer {
  const curves = Array.from({ length: 40 }, (_, i) => `${i} 0 m ${i} 900 900 ${i} 900 900 c S`).join(" ");
  const stream = `[0.001 0.001] 0 d 0.01 w ${curves}`;
  const kids = Array.from({ length: 20 }, () => "3 0 R").join(" ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count 20/Kids[${kids}]>>`,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Contents 4 0 R>>",
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
  ];
  const body = objects.map((object, i) => `${i + 1} 0 obj${object}endobj\n`).join("");
  return Buffer.from(`%PDF-1.7\n${body}trailer<</Root 1 0 R>>\n%%EOF`);
}
const pdf = hostilePdf();

const announce = async ({ patientId }: Neighbour, call: Call, bytes: number) => {
  const fields = { uploadKey: randomUUID(), filename: "a.pdf", patientId };
  const metadata = Object.entries(fields).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`);
  return call("POST", "/api/uploads", {
    headers: { "tus-resumable": "1.0.0", "upload-length": String(bytes), "upload-metadata": metadata.join(",") },
  });
};

/** Everything one account, or one address, may do that costs. */
export const things: Record<string, Act> = {
  "own access log": get(({ patientId }) => `/api/patients/${patientId}/access-log?limit=100`),
  "own people": get(() => "/api/patients"),
  "own reports": get(({ patientId }) => `/api/patients/${patientId}/reports?limit=100`),
  "own notifications": get(() => "/api/notifications?limit=100"),
  "search of specialists": get(() => `/api/specialists?q=${encodeURIComponent("肾病")}&limit=100`),
  // As long as may be typed, with all that is taken off a name before it is compared, and found nowhere.
  "search of what nobody has": get(
    () =>
      `/api/specialists?q=${encodeURIComponent("左侧慢性晚期老年性多发性打呼噜心跳过快伴功能衰竭嗓子肚子食道脖子膝盖胳膊术后复查")}`,
    { nobody: true },
  ),
  "offers of many": get(
    ({ specialistIds }) => `/api/offers?${specialistIds.map((id) => `specialistIds=${id}`).join("&")}`,
  ),
  "slots of two weeks": get(({ specialistIds }) => `/api/specialists/${specialistIds[0]}/slots?days=14`),
  "the API's document": get(() => "/api/openapi.json", { nobody: true }),
  "pages and scripts": get(({ script }) => script, { nobody: true, headers: { "accept-encoding": "gzip, br" } }),
  "is it ready": get(() => "/readyz", { nobody: true }),
  "pictures by link": get(({ picture }) => picture, { nobody: true, headers: { range: "bytes=0-99" } }),
  "tokens that are none": get(() => "/api/accounts/me", { headers: { authorization: "Bearer a.b.c" } }),
  "wrong passwords": post("/api/sessions", () => ({ phone: fictionalPhone(), password: "spring-2026" }), {
    nobody: true,
  }),
  "people added": post("/api/patients", () => ({
    requestKey: randomUUID(),
    name: "路人甲",
    idNumber: fictionalIdNumber(),
    relationship: "other",
  })),
  "consents given and withdrawn": async ({ patientId }, call) =>
    String((await call("DELETE", `/api/patients/${patientId}/consents/telehealth`)).status),
  "bodies of a quarter megabyte": post("/api/patients", () => ({ name: Array.from({ length: 40_000 }, () => "路人") })),
  "uploads announced": async (neighbour, call) => String((await announce(neighbour, call, 1024)).status),
  "papers that are slow to read": async (neighbour, call) => {
    const { status, headers } = await announce(neighbour, call, pdf.length);
    if (status !== 201) return String(status);
    const at = String(headers.location);
    const sent = await call("PATCH", at, {
      body: pdf,
      headers: { "tus-resumable": "1.0.0", "upload-offset": "0", "content-type": "application/offset+octet-stream" },
    });
    return String(sent.status);
  },
  "one line that says who it is again and again": (neighbour) => speak(neighbour, times(3000, hello(neighbour))),
  "lines that come back": (neighbour) => speak(neighbour, [hello(neighbour)]),
  "lines that come and go": (neighbour) => speak(neighbour, [hello(neighbour)], 0),
  "packets that are none": (neighbour) => speak(neighbour, [hello(neighbour), ...times(3000, '42["nonsense",{}]')]),
  "commands for another's visit": (neighbour) =>
    speak(neighbour, [
      hello(neighbour),
      ...times(1500, `421["consultation:join",{"consultationId":"${"f".repeat(24)}"}]`),
    ]),
  "packets by polling": polls,
};
