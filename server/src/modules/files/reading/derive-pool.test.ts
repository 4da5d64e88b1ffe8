import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createDerivePool, type DerivePool, type DerivePoolOptions } from "./derive-pool.ts";
import { corpusFile } from "./testing/corpus.ts";
import { album, sourceOf, sourceOfText } from "./testing/pictures.ts";
import { formBombPdf, lockedPdf, pdfWithPages } from "./testing/tiny-pdf.ts";

let folder: string;
let { keep, at, names } = album();
const pools: DerivePool[] = [];

function openPool(options?: DerivePoolOptions): DerivePool {
  const pool = createDerivePool(options);
  pools.push(pool);
  return pool;
}

async function write(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fuzhen-pool-"));
  ({ keep, at, names } = album());
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  await rm(folder, { recursive: true, force: true });
});

describe("PDFs through the pool", () => {
  it("refuses one that needs a password", async () => {
    expect(await openPool().derive(sourceOfText(lockedPdf()), keep)).toEqual({ ok: false, refusal: "file_encrypted" });
  });

  it("takes 50 pages and refuses 51", async () => {
    const pool = openPool();
    const fifty = await pool.derive(sourceOfText(pdfWithPages(50)), keep);
    expect(fifty.ok && fifty.derivatives.length).toBe(51);
    expect(await pool.derive(sourceOfText(pdfWithPages(51)), keep)).toEqual({
      ok: false,
      refusal: "file_too_many_pages",
    });
  });

  it("refuses one without a page", async () => {
    expect(await openPool().derive(sourceOfText(pdfWithPages(0)), keep)).toEqual({ ok: false, refusal: "file_broken" });
  });

  it("draws Chinese without embedded and without system fonts", async () => {
    await openPool().derive(sourceOf(corpusFile("pdf/XiaoBiaoSong.pdf")), keep);
    const glyph = (left: number) =>
      sharp(at("display-0"))
        .extract({ left, top: 385, width: 50, height: 50 })
        .greyscale()
        .threshold(140)
        .raw()
        .toBuffer();
    // The title 目 录: both places hold ink, and not the same "missing character" box.
    const [mu, lu] = await Promise.all([glyph(516), glyph(643)]);
    for (const pixels of [mu, lu]) expect(pixels.filter((value) => value === 0).length).toBeGreaterThan(100);
    const differing = mu.filter((value, index) => value !== lu[index]).length;
    expect(differing).toBeGreaterThan(200);
  });
});

describe("a worker that fails", () => {
  it("is killed at its time limit while native code runs; the next file gets a new one", async () => {
    const pool = openPool();
    const bomb = await pool.derive(sourceOfText(formBombPdf()), keep, { timeoutMs: 2000 });
    expect(bomb).toEqual({ ok: false, refusal: "file_timeout" });
    expect(names()).toEqual([]);
    expect(await pool.derive(sourceOf(corpusFile("photos/fixture.gif")), keep)).toMatchObject({ ok: true });
  });

  it("is killed when it grows beyond its memory", async () => {
    const pool = openPool({ timeoutMs: 10_000, maxResidentBytes: 64 * 1024 * 1024 });
    // Only Linux tells a process' size; elsewhere the time limit is what ends it.
    const refusal = process.platform === "linux" ? "file_too_large" : "file_timeout";
    expect(await pool.derive(sourceOfText(formBombPdf()), keep)).toEqual({ ok: false, refusal });
  });

  it("may crash without taking the server down: the file is tried once more, then called broken", async () => {
    const tries = join(folder, "tries");
    await mkdir(tries);
    const code = `import { mkdtempSync } from "node:fs";
      process.on("message", () => { mkdtempSync(${JSON.stringify(join(tries, "t"))}); process.abort(); });`;
    const pool = openPool({ workerFile: pathToFileURL(await write("crash.mjs", code)) });
    expect(await pool.derive(sourceOf(corpusFile("photos/fixture.gif")), keep)).toEqual({
      ok: false,
      refusal: "file_broken",
    });
    expect(await readdir(tries)).toHaveLength(2);
  });

  it("has no environment of the server", async () => {
    const code = `process.on("message", () => process.send({ trouble: Object.keys(process.env).sort().join() }));`;
    const pool = openPool({ workerFile: pathToFileURL(await write("env.mjs", code)) });
    await expect(pool.derive(sourceOfText("any"), keep)).rejects.toThrow(
      /: DISABLE_SYSTEM_FONTS_LOAD,MALLOC_ARENA_MAX/,
    );
  });
});

describe("the pool", () => {
  it("takes files in turn and gives each one's pictures to its own keeper", async () => {
    const pool = openPool({ workers: 2 });
    const files = ["fixture.gif", "fixture.webp", "fixture.bmp", "fixture.jp2"];
    const albums = files.map(() => album());
    const results = await Promise.all(
      albums.map((own, index) => pool.derive(sourceOf(corpusFile(`photos/${files[index]}`)), own.keep)),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(albums.map((own) => own.names().length)).toEqual([2, 2, 2, 0]);
    const [gif, webp, bmp] = albums.map((own) => own.at("display-0"));
    expect(new Set([gif, webp, bmp].map((picture) => picture?.toString("base64"))).size).toBe(3);
  });

  it("rejects, and blames no file, when the upload is not there", async () => {
    const path = join(folder, "missing.jpg");
    await expect(openPool().derive(sourceOf(path), keep)).rejects.toThrow("ENOENT");
  });

  it("reads the next file right after one whose bytes could not be read to the end", async () => {
    const pool = openPool();
    const gif = sourceOf(corpusFile("photos/fixture.gif"));
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(1000);
        throw new Error("the disk is gone");
      })(),
      { objectMode: false },
    );
    await expect(pool.derive({ bytes: 2000, read: () => broken }, keep)).rejects.toThrow("the disk is gone");
    expect(await pool.derive(gif, keep)).toMatchObject({ ok: true });
  });

  it("rejects, and blames no file, when a picture cannot be kept", async () => {
    const full = async () => {
      throw new Error("disk full");
    };
    await expect(openPool().derive(sourceOf(corpusFile("photos/fixture.gif")), full)).rejects.toThrow("disk full");
  });

  it("takes no picture that no file could have", async () => {
    const code = `process.on("message", () => {
        process.send({ picture: { variant: "display", page: 50, width: 1, height: 1, data: Buffer.alloc(1) } });
      });`;
    const pool = openPool({ workerFile: pathToFileURL(await write("liar.mjs", code)) });
    expect(await pool.derive(sourceOfText("any"), keep)).toEqual({ ok: false, refusal: "file_broken" });
    expect(names()).toEqual([]);
  });

  it("starts a new worker after an idle one was let go", async () => {
    const pool = openPool({ idleMs: 1 });
    const path = corpusFile("photos/fixture.gif");
    for (let turn = 0; turn < 3; turn++) expect((await pool.derive(sourceOf(path), keep)).ok).toBe(true);
  });

  it("ends what runs and what waits when it closes, and takes nothing more", async () => {
    const pool = openPool();
    const bomb = sourceOfText(formBombPdf());
    const both = [pool.derive(bomb, keep), pool.derive(bomb, keep)];
    const settled = Promise.allSettled(both);
    await pool.close();
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(pool.derive(bomb, keep)).rejects.toThrow("closed");
  });
});
