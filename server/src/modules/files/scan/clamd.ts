import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { AppError } from "../../../platform/errors.ts";
import type { Scanner, Verdict } from "./scanner.ts";

const PING_MS = 2000;
/** No answer of clamd is longer; a name of a signature is. */
const MOST_BYTES = 4096;

/** clamd, the daemon of ClamAV, over TCP (`tcp://host:3310`) or a socket (`unix:/run/clamav/clamd.ctl`). */
export function createClamd(url: URL): Scanner {
  const open = () =>
    url.protocol === "unix:" ? connect(url.pathname) : connect(Number(url.port || 3310), url.hostname);

  /** One command and its answer. What breaks on the way is not the file's fault. */
  async function ask(timeoutMs: number, say: (socket: Socket) => Promise<void>): Promise<string> {
    const socket = open();
    const late = setTimeout(() => socket.destroy(new Error("no answer in time")), timeoutMs);
    try {
      await once(socket, "connect");
      // clamd may answer, and hang up, before it has heard all.
      const [answer] = await Promise.all([answerOn(socket), say(socket).catch(() => undefined)]);
      return answer;
    } catch {
      throw new AppError("unavailable");
    } finally {
      clearTimeout(late);
      socket.destroy();
    }
  }

  return {
    name: "clamd",
    async scan(bytes, timeoutMs) {
      const answer = await ask(timeoutMs, (socket) => stream(socket, bytes)).finally(() => bytes.destroy());
      return verdictOf(answer);
    },
    answers: () =>
      ask(PING_MS, (socket) => write(socket, Buffer.from("zPING\0"))).then(
        (answer) => answer === "PONG",
        () => false,
      ),
  };
}

async function answerOn(socket: Socket): Promise<string> {
  let answer = "";
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes("\0") || answer.length > MOST_BYTES) break;
  }
  if (!answer.includes("\0")) throw new Error("clamd hung up");
  return answer.slice(0, answer.indexOf("\0"));
}

/** `INSTREAM`: pieces with their length before them, and one of no length at the end (clamd(8)). */
async function stream(socket: Socket, bytes: Readable): Promise<void> {
  // clamd would wait for the rest of a file that cannot be read until the time is over.
  bytes.once("error", (error) => socket.destroy(error));
  await write(socket, Buffer.from("zINSTREAM\0"));
  for await (const chunk of bytes as AsyncIterable<Buffer>) await write(socket, lengthOf(chunk.length), chunk);
  await write(socket, lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

async function write(socket: Socket, ...parts: Buffer[]): Promise<void> {
  let room = true;
  for (const part of parts) room = socket.write(part);
  if (!room) await once(socket, "drain");
}

function verdictOf(answer: string): Verdict {
  if (answer === "stream: OK") return { verdict: "clean" };
  const signature = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (signature === undefined) throw new Error(`clamd could not say: ${answer}`);
  return { verdict: "infected", signature };
}
