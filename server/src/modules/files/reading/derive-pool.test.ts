import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createDerivePool, type DerivePool, type DerivePoolOptions } from "./derive-pool.ts";
import { corpusFile } from "./testing/corpus.ts";
import { formBombPdf, lockedPdf, pdfWithPages } from "./testing/tiny-pdf.ts";

let folder: string;
let outDir: string;
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
  outDir = join(folder, "out");
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  await rm(folder, { recursive: true, force: true });
});

describe("PDFs through the pool", () => {
  it("refuses one that needs a password", async () => {
    const path = await write("locked.pdf", lockedPdf());
    expect(await openPool().derive({ path, outDir })).toEqual({ ok: false, refusal: "file_encrypted" });
  });

  it("takes 50 pages and refuses 51", async () => {
    const pool = openPool();
    const fifty = await pool.derive({ path: await write("50.pdf", pdfWithPages(50)), outDir });
    expect(fifty.ok && fifty.derivatives.length).toBe(51);
    const path = await write("51.pdf", pdfWithPages(51));
    expect(await pool.derive({ path, outDir })).toEqual({ ok: false, refusal: "file_too_many_pages" });
  });

  it("refuses one without a page", async () => {
    const path = await write("0.pdf", pdfWithPages(0));
    expect(await openPool().derive({ path, outDir })).toEqual({ ok: false, refusal: "file_broken" });
  });

  it("draws Chinese without embedded and without system fonts", async () => {
    await openPool().derive({ path: corpusFile("pdf/XiaoBiaoSong.pdf"), outDir });
    const glyph = (left: number) =>
      sharp(join(outDir, "display-0.webp"))
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
    const pool = openPool({ timeoutMs: 3_000 });
    const bomb = await write("bomb.pdf", formBombPdf());
    expect(await pool.derive({ path: bomb, outDir })).toEqual({ ok: false, refusal: "file_timeout" });
    expect(await readdir(folder), "nothing kept").toEqual(["bomb.pdf"]);
    expect(await pool.derive({ path: corpusFile("photos/fixture.gif"), outDir })).toMatchObject({ ok: true });
  });

  it("is killed when it grows beyond its memory", async () => {
    const pool = openPool({ timeoutMs: 10_000, maxResidentBytes: 64 * 1024 * 1024 });
    // Only Linux tells a process' size; elsewhere the time limit is what ends it.
    const refusal = process.platform === "linux" ? "file_too_large" : "file_timeout";
    const path = await write("bomb.pdf", formBombPdf());
    expect(await pool.derive({ path, outDir })).toEqual({ ok: false, refusal });
  });

  it("may crash without taking the server down: the file is tried once more, then called broken", async () => {
    const tries = join(folder, "tries");
    await mkdir(tries);
    const code = `import { mkdtempSync } from "node:fs";
      process.on("message", () => { mkdtempSync(${JSON.stringify(join(tries, "t"))}); process.abort(); });`;
    const pool = openPool({ workerFile: pathToFileURL(await write("crash.mjs", code)) });
    const path = corpusFile("photos/fixture.gif");
    expect(await pool.derive({ path, outDir })).toEqual({ ok: false, refusal: "file_broken" });
    expect(await readdir(tries)).toHaveLength(2);
  });

  it("has no environment of the server", async () => {
    const code = `process.on("message", () => process.send({ trouble: Object.keys(process.env).sort().join() }));`;
    const pool = openPool({ workerFile: pathToFileURL(await write("env.mjs", code)) });
    await expect(pool.derive({ path: "any", outDir })).rejects.toThrow(/: DISABLE_SYSTEM_FONTS_LOAD,MALLOC_ARENA_MAX/);
  });
});

describe("the pool", () => {
  it("takes files in turn and keeps each one's pictures in its own folder", async () => {
    const pool = openPool({ workers: 2 });
    const names = ["fixture.gif", "fixture.webp", "fixture.bmp", "fixture.jp2"];
    const results = await Promise.all(
      names.map((name) => pool.derive({ path: corpusFile(`photos/${name}`), outDir: join(outDir, name) })),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(await readdir(join(outDir, "fixture.webp"))).toEqual(["display-0.webp", "thumb-0.webp"]);
  });

  it("rejects, and blames no file, when the upload is not there", async () => {
    const path = join(folder, "missing.jpg");
    await expect(openPool().derive({ path, outDir })).rejects.toThrow("ENOENT");
  });

  it("starts a new worker after an idle one was let go", async () => {
    const pool = openPool({ idleMs: 1 });
    const path = corpusFile("photos/fixture.gif");
    for (let turn = 0; turn < 3; turn++) expect((await pool.derive({ path, outDir })).ok).toBe(true);
  });

  it("ends what runs and what waits when it closes, and takes nothing more", async () => {
    const pool = openPool();
    const path = await write("bomb.pdf", formBombPdf());
    const both = [pool.derive({ path, outDir }), pool.derive({ path, outDir: `${outDir}2` })];
    const settled = Promise.allSettled(both);
    await pool.close();
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(pool.derive({ path, outDir })).rejects.toThrow("closed");
  });
});
