import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { createClamd } from "../../src/modules/files/scan/clamd.ts";
import { freePort } from "./free-port.ts";

/** Whether this machine has the real one to start (Debian: clamav-daemon). */
export const hasClamd = spawnSync("clamd", ["--version"]).status === 0;

/** The test that every scanner knows (www.eicar.org), in two halves, so that this file is none. */
export const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** The real clamd, which knows one thing: the bytes of EICAR wherever they stand. */
export async function startClamd(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "fuzhen-clamd-"));
  const db = path.join(folder, "db");
  await mkdir(db);
  await writeFile(path.join(db, "eicar.ndb"), `Eicar-Test-Signature:0:*:${Buffer.from(eicar).toString("hex")}\n`);
  const port = await freePort();
  const config = path.join(folder, "clamd.conf");
  const lines = [`DatabaseDirectory ${db}`, `TCPSocket ${port}`, "TCPAddr 127.0.0.1", "Foreground yes"];
  await writeFile(config, `${lines.join("\n")}\n`);
  const child = spawn("clamd", [`--config-file=${config}`], { stdio: "ignore" });
  const url = `tcp://127.0.0.1:${port}`;
  await vi.waitFor(
    async () => {
      if (!(await createClamd(new URL(url)).answers())) throw new Error("clamd is not there yet");
    },
    { timeout: 30_000, interval: 100 },
  );
  return {
    url,
    async stop() {
      child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface FakeClamd {
  url: string;
  /** What it answers to whole streams; by default it finds EICAR. `null`: it hangs up. */
  answerWith(answer: ((bytes: Buffer) => string | null) | undefined): void;
  close(): Promise<void>;
}

const findsEicar = (bytes: Buffer) => (bytes.includes(eicar) ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");

/** Speaks clamd's protocol: PING, and INSTREAM with its pieces. */
export async function fakeClamd(at: { port: number } | { path: string } = { port: 0 }): Promise<FakeClamd> {
  let answers: (bytes: Buffer) => string | null = findsEicar;
  const server = createServer((socket) => {
    let heard = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      const ping = heard.toString("latin1", 0, 6) === "zPING\0";
      const whole = ping ? heard : wholeStream(heard);
      const answer = whole && answers(whole);
      if (answer) socket.end(ping ? "PONG\0" : `${answer}\0`);
      else if (whole) socket.destroy();
    });
  });
  await new Promise<void>((resolve) =>
    "path" in at ? server.listen(at.path, resolve) : server.listen(at.port, "127.0.0.1", resolve),
  );
  const url = "path" in at ? `unix:${at.path}` : `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    answerWith: (answer = findsEicar) => void (answers = answer),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** The bytes of a stream that has come to its end; null before. */
function wholeStream(heard: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = "zINSTREAM\0".length; at + 4 <= heard.length;) {
    const length = heard.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(heard.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
