import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { contract } from "@fuzhen/shared/contract.ts";
import { clientCommands, type ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import { placesOf, replaceAt, requestOf, sampleOf } from "@fuzhen/shared/testing/hostile-inputs.ts";
import { signInOverApi } from "../fixtures/client.ts";
import { brokenJson, payloads, traversals } from "./fuzz-corpus.ts";
import { setScene, type Attacker } from "./fuzz-people.ts";

/** No answer within this is a hang. */
const HANG_MS = 10_000;
const WORKERS = 8;

export interface FuzzResult {
  requests: number;
  status5xx: number;
  hangs: number;
  /** The connection broke without an answer. */
  broken: number;
  /** Answers to strangers that held the victim's words. */
  leaked: number;
  /** Refused by a rate limit; these tested the limit and nothing behind it. */
  limited: number;
  /** Answers by status; socket acks by the status of their problem, 200 when they were fine. */
  statuses: Record<string, number>;
}

interface Shot {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}
type Answer = { status: number; text: string } | "hang" | `broken ${string}`;

/** The same numbers for the same seed (mulberry32). */
function createDice(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T };
}
type Dice = ReturnType<typeof createDice>;

interface Procedure {
  "~orpc": { inputSchema?: unknown; route: { method?: string; path?: string } };
}
const endpoints = Object.values(contract).flatMap((table) => Object.values(table as Record<string, Procedure>));
const commands = Object.keys(clientCommands) as ClientCommand[];
/** Ends the sender's own session, after which every request would only be refused. */
const suicidal = new Set(["/sessions/end"]);

/** A sample with up to three things changed to what does not belong there. */
function hostile(dice: Dice, schema: unknown, known: Record<string, unknown>): unknown {
  let value = sampleOf(schema, known);
  for (let left = dice.below(4); left > 0; left--)
    value = replaceAt(value, dice.pick(placesOf(value)), dice.pick(payloads));
  return value;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

const types = [
  "application/json",
  "text/plain",
  "application/xml",
  "multipart/form-data; boundary=x",
  "application/cbor",
  "",
];

function shotOf(dice: Dice, who: Attacker): Shot {
  const kind = dice.below(100);
  if (kind < 82) {
    const { inputSchema, route } = dice.pick(endpoints)["~orpc"];
    if (who.role && suicidal.has(route.path ?? "")) return shotOf(dice, who);
    const input = inputSchema ? hostile(dice, inputSchema, who.known) : dice.pick(payloads);
    const { method, path, body } = requestOf(route, input);
    return { method, path: `/api${path}`, headers: { "content-type": "application/json" }, ...(body ? { body } : {}) };
  }
  if (kind < 88) {
    const { route } = dice.pick(endpoints)["~orpc"];
    const path = `/api${(route.path ?? "").replaceAll(/\{\w+\}/g, String(who.known.patientId))}`;
    const bytes = Buffer.from(Array.from({ length: dice.below(400) }, () => dice.below(256)));
    const body = dice.below(2) ? bytes : dice.pick(brokenJson);
    return {
      method: dice.pick(["POST", "PUT", "PATCH", "DELETE"]),
      path,
      headers: { "content-type": dice.pick(types) },
      body,
    };
  }
  if (kind < 94) {
    const root = dice.pick([
      "/assets/",
      "/api/file-content/",
      "/api/uploads/",
      "/api/docs/",
      "/api/",
      "/",
      "/socket.io/",
    ]);
    const way = dice.below(2) ? dice.pick(traversals) : textOf(dice.pick(payloads)).slice(0, 500);
    return { method: dice.pick(["GET", "GET", "HEAD", "POST", "TRACE"]), path: root + way };
  }
  const metadata = { uploadKey: randomUUID(), filename: "a.jpg", patientId: String(who.known.patientId) };
  const twisted = { ...metadata, [dice.pick(Object.keys(metadata))]: textOf(dice.pick(payloads)).slice(0, 2000) };
  const row = Object.entries(twisted).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`);
  const headers = {
    "tus-resumable": dice.pick(["1.0.0", "0.0.1"]),
    "upload-length": dice.pick(["10", "0", "-1", "1e9", "99999999999999999999"]),
    "upload-metadata": row.join(","),
  };
  return { method: "POST", path: "/api/uploads", headers };
}

/** Fuzzes a running stack that trusts one proxy (`TRUST_PROXY=1`): so attackers come from many addresses. */
export async function runFuzz(
  url: string,
  { requests, seed, complain }: { requests: number; seed: number; complain: (line: string) => void },
): Promise<FuzzResult> {
  const { attackers, secrets } = await setScene(url);
  const dice = createDice(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: WORKERS * 2 });
  const { hostname, port } = new URL(url);
  const result: FuzzResult = { requests: 0, status5xx: 0, hangs: 0, broken: 0, leaked: 0, limited: 0, statuses: {} };

  const send = async (shot: Shot, who: Attacker, address: string): Promise<Answer> => {
    // A keep-alive connection may be closed just as it is reused (RFC 9112 section 9.3.1); that says nothing about the
    // request.
    for (;;) {
      const answer = await sendOnce(shot, who, address);
      if (answer !== "stale") return answer;
    }
  };
  const sendOnce = ({ method, path, headers, body }: Shot, who: Attacker, address: string): Promise<Answer | "stale"> =>
    new Promise((resolve) => {
      // A request line must not contain blanks or Chinese; everything else is for the server to handle.
      const plain = path.replaceAll(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char.toWellFormed()));
      const asked = request({
        agent,
        hostname,
        port,
        method,
        path: plain.slice(0, 12_000),
        headers: {
          ...headers,
          ...(who.token ? { authorization: `Bearer ${who.token}` } : {}),
          ...(body ? { "content-length": Buffer.byteLength(body) } : {}),
          "x-forwarded-for": address,
          "x-fuzhen": "1",
        },
      });
      const timer = setTimeout(() => {
        resolve("hang");
        asked.destroy();
      }, HANG_MS);
      const fail = ({ code = "" }: NodeJS.ErrnoException) =>
        resolve(asked.reusedSocket && ["ECONNRESET", "EPIPE"].includes(code) ? "stale" : `broken ${code}`);
      asked.once("error", fail).once("close", () => clearTimeout(timer));
      asked.once("response", (response) => {
        let text = "";
        response.on("data", (bytes: Buffer) => (text += bytes.toString()));
        response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.once("error", fail);
      });
      asked.end(body);
    });

  const command = async (name: ClientCommand, payload: unknown, who: Attacker): Promise<Answer> => {
    try {
      const ack: unknown = await who.line?.timeout(HANG_MS).emitWithAck(name, payload);
      const text = JSON.stringify(ack) ?? "";
      return { status: Number(/"status":(\d{3})/.exec(text)?.[1] ?? 200), text };
    } catch {
      return who.line?.connected ? "hang" : "broken line";
    }
  };

  const judge = (answer: Answer, who: Attacker, what: string): void => {
    const outcome = typeof answer === "string" ? answer : String(answer.status);
    const broken = typeof answer === "string" && answer !== "hang";
    result.statuses[outcome] = (result.statuses[outcome] ?? 0) + 1;
    const told = typeof answer !== "string" && !who.insider && secrets.some((secret) => answer.text.includes(secret));
    if (answer === "hang") result.hangs += 1;
    else if (broken) result.broken += 1;
    else if (answer.status >= 500) result.status5xx += 1;
    else if (answer.status === 429) result.limited += 1;
    if (told) result.leaked += 1;
    if (told || typeof answer === "string" || answer.status >= 500)
      complain(`${outcome}${told ? " told" : ""} to ${who.role ?? "nobody"}: ${what.slice(0, 300)}`);
  };

  const work = async (): Promise<void> => {
    while (result.requests < requests) {
      result.requests += 1;
      const who = dice.pick(attackers);
      if (who.line?.connected && dice.below(10) === 0) {
        const name = dice.pick(commands);
        const payload = hostile(dice, clientCommands[name].input, who.known);
        judge(await command(name, payload, who), who, `${name} ${JSON.stringify(payload)}`);
        continue;
      }
      const shot = shotOf(dice, who);
      const address = `10.${dice.below(4)}.${dice.below(200)}.${dice.below(200)}`;
      const answer = await send(shot, who, address);
      judge(answer, who, `${shot.method} ${shot.path} ${String(shot.body ?? "")}`);
      // A request happened to end the session (a password changed, a device signed out): sign in again.
      if (typeof answer !== "string" && answer.status === 401 && who.account && dice.below(20) === 0)
        who.token = await signInOverApi(url, who.account).then(
          ({ token }) => token,
          () => who.token,
        );
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  for (const { line } of attackers) line?.disconnect();
  agent.destroy();
  return result;
}
