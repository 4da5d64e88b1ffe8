import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eicar, fakeClamd, hasClamd, startClamd, type FakeClamd } from "../../../../test/support/clamd-server.ts";
import { createClamd } from "./clamd.ts";
import { createScanner, scannerState } from "./create-scanner.ts";

let clamd: FakeClamd;
beforeAll(async () => {
  clamd = await fakeClamd();
});
beforeEach(() => clamd.answerWith(undefined));
afterAll(() => clamd.close());

const scan = (bytes: Buffer, url = clamd.url, timeoutMs = 5000) =>
  createClamd(new URL(url)).scan(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]), timeoutMs);
const clean = { verdict: "clean" };
const infected = { verdict: "infected", signature: "Eicar-Test-Signature" };
const paper = Buffer.alloc(300_000, "paper");
const bad = Buffer.concat([paper, Buffer.from(eicar)]);

describe("what clamd says", () => {
  it("is heard over TCP and over a socket", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "fuzhen-clamd-"));
    const local = await fakeClamd({ path: path.join(folder, "clamd.ctl") });
    for (const { url } of [clamd, local])
      expect([await scan(paper, url), await scan(bad, url)]).toEqual([clean, infected]);
    await local.close();
    await rm(folder, { recursive: true });
  });

  it("is no verdict when it could not look", async () => {
    clamd.answerWith(() => "INSTREAM size limit exceeded. ERROR");
    await expect(scan(paper)).rejects.toThrow("clamd could not say: INSTREAM size limit exceeded. ERROR");
  });

  it("is none when it hangs up: it is away, the file is not to blame", async () => {
    clamd.answerWith(() => null);
    await expect(scan(paper)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is not waited for when the file itself cannot be read", async () => {
    const broken = new Readable({ read: () => void broken.destroy(new Error("the store is away")) });
    const late = 600_000;
    await expect(createClamd(new URL(clamd.url)).scan(broken, late)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is not waited for longer than there is time, nor when nobody is there", async () => {
    const silent = new Readable({ read: () => undefined });
    await expect(createClamd(new URL(clamd.url)).scan(silent, 50)).rejects.toMatchObject({ code: "unavailable" });
    expect(silent.destroyed).toBe(true);
    await expect(scan(paper, "tcp://127.0.0.1:1")).rejects.toMatchObject({ code: "unavailable" });
  });
});

it("the page of health is told whether there is a scanner, and whether it answers", async () => {
  expect([createScanner({}), await scannerState({})]).toEqual([null, "none"]);
  expect(await scannerState({ CLAMAV_URL: clamd.url })).toBe("answers");
  clamd.answerWith(() => null);
  expect(await scannerState({ CLAMAV_URL: clamd.url })).toBe("away");
});

it.skipIf(!hasClamd)(
  "R66 the real clamd finds EICAR in the middle of a paper (skipped without Debian's clamav-daemon)",
  async () => {
    const real = await startClamd();
    try {
      expect(await scan(paper, real.url)).toEqual(clean);
      const found = { ...infected, signature: expect.stringMatching(/^Eicar-Test-Signature/) };
      expect(await scan(bad, real.url)).toEqual(found);
    } finally {
      await real.stop();
    }
  },
);
