import { readdir, readFile, stat } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { corpusNames } from "../../src/modules/files/reading/testing/corpus.ts";
import { bytesOf, fileByKey, makeFile, settledFile, upload, uploadedBytes } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeHospital } from "../support/make-organization.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let patient: TestPatient;
let stranger: TestPatient;
beforeAll(async () => {
  // Ahead of the real clock, by which the database drops sessions and facts whose time is over.
  app = await startTestApp({ now: "2036-03-01T02:00:00Z" });
  patient = await makePatient(app);
  stranger = await makePatient(app);
});
afterAll(() => app.close());

const as = () => patient.account.token;
const make = (content: string | Buffer, filename?: string) =>
  makeFile(app, { as: as(), patientId: patient.id, content, ...(filename ? { filename } : {}) });
const bytesAt = async (link: string | null | undefined) =>
  Buffer.from(await (await fetch(app.url + link)).arrayBuffer());

describe("what becomes of a file", () => {
  test.each([
    ["photos/landscape_6.jpg", "image", [[600, 450]]],
    ["photos/IMG_5195.HEIC", "image", [[1983, 2560]]],
    ["lab-report-photos/scanned_lab_report_3pages.pdf", "pdf", [[1200, 1600], [1600, 1200], [1200, 1600]]], // prettier-ignore
  ] as const)("%s is shown upright, page by page, as pictures of our own", async (name, kind, sizes) => {
    const file = await make(name);
    expect(file).toMatchObject({ kind, status: "ready", refusal: null, bytes: (await bytesOf(name)).length });
    expect(file.pages.map(({ width, height }) => [width, height])).toEqual(sizes);
    expect(file.pages.map(({ thumb }) => thumb !== null)).toEqual(sizes.map((_, page) => page === 0));
    for (const page of file.pages) {
      const reply = await fetch(app.url + page.display);
      expect(reply.status).toBe(200);
      expect(Object.fromEntries(reply.headers)).toMatchObject({
        "content-type": "image/webp",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, max-age=600",
        "content-disposition": "inline",
      });
      const picture = await sharp(Buffer.from(await reply.arrayBuffer())).metadata();
      expect([picture.format, picture.width, picture.height]).toEqual(["webp", page.width, page.height]);
    }
    const thumb = await sharp(await bytesAt(file.pages[0]?.thumb)).metadata();
    expect(Math.max(thumb.width, thumb.height)).toBeLessThanOrEqual(320);
    expect((await bytesAt(file.original)).equals(await bytesOf(name))).toBe(true);
  });

  test.each(["photos/DSCN0010.jpg", "photos/IMG_5195.HEIC"])(
    "%s: where it was taken is not in what is shown",
    async (name) => {
      expect((await bytesOf(name)).includes("Exif")).toBe(true);
      const file = await make(name);
      for (const link of [file.pages[0]?.display, file.pages[0]?.thumb]) {
        const { exif, xmp, iptc, icc } = await sharp(await bytesAt(link)).metadata();
        expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
      }
    },
  );

  test("kept bytes are for the server's account alone", async () => {
    await make("photos/fixture.webp");
    const files = await uploadedBytes(app);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("its owner hears of it, nobody else", async () => {
    const [mine, theirs] = await Promise.all([app.socket(as()), app.socket(stranger.account.token)]);
    const [ear, otherEar] = [earOf(mine), earOf(theirs)];
    const file = await make("photos/fixture.webp");
    expect(await ear.first("file:changed")).toEqual({ fileId: file.id });
    expect(otherEar.names()).toEqual([]);
  });

  test("a reading process that is killed is replaced and the file read all the same", async () => {
    const uploadKey = randomUUID();
    await upload(app, { as: as(), patientId: patient.id, content: "photos/IMG_5195.HEIC", uploadKey });
    const worker = await vi.waitFor(
      async () => {
        const [pid] = await workerPids();
        if (!pid) throw new Error("no worker yet");
        return pid;
      },
      { timeout: 30_000, interval: 5 },
    );
    process.kill(worker, "SIGKILL");
    const file = await fileByKey(app, as(), uploadKey);
    expect((await settledFile(app, as(), file?.id ?? "")).status).toBe("ready");
  });
});

/** Processes of ours that read files. */
async function workerPids(): Promise<number[]> {
  const found = await Promise.all(
    (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const [status, command] = await Promise.all(
          ["status", "cmdline"].map((file) => readFile(`/proc/${name}/${file}`, "utf8").catch(() => "")),
        );
        return status?.includes(`\nPPid:\t${process.pid}\n`) && command?.includes("reading/worker.ts")
          ? [Number(name)]
          : [];
      }),
  );
  return found.flat();
}

describe("what no doctor should ever open", () => {
  const refused: [name: string, claimed: string, code: string][] = [
    ["hostile-uploads/xss.html", "化验单.jpg", "file_unsupported"],
    ["hostile-uploads/SVG_XSS1.svg", "photo.png", "file_unsupported"],
    ["hostile-uploads/xss.svgz", "photo.svgz", "file_unsupported"],
    ["hostile-uploads/eicar.txt", "report.pdf", "file_unsupported"],
    ["hostile-uploads/fixture.exe", "report.pdf", "file_unsupported"],
    ["hostile-uploads/fixture.docm", "出院小结.docx", "file_unsupported"],
    ["hostile-uploads/xxe-etc-passwd.xml", "a.xml", "file_unsupported"],
    ["hostile-uploads/billion-laughs.xml", "a.xml", "file_unsupported"],
    ["hostile-uploads/derived/zip-bomb-100MB.zip", "ct.zip", "file_unsupported"],
    ["hostile-uploads/zip-symlink-etc_passwd.zip", "../../etc/passwd", "file_unsupported"],
    ["hostile-uploads/phpinfo.jpg.php", "phpinfo.jpg", "file_unsupported"],
    ["hostile-uploads/POC_img_phpinfo-CR.gif", "a.gif", "file_broken"],
    ["hostile-uploads/pixelflood-lottapixel.jpg", "a.jpg", "file_too_many_pixels"],
    ["hostile-uploads/derived/png-bomb-20000x20000-1bit.png", "a.png", "file_too_many_pixels"],
  ];
  test.each(refused)("%s, sent as %s: %s, and nothing of it kept", async (name, claimed, code) => {
    const before = await uploadedBytes(app);
    const file = await make(name, claimed);
    expect(file).toMatchObject({ status: "refused", refusal: code, pages: [], original: null });
    expect((await uploadedBytes(app)).toSorted()).toEqual(before.toSorted());
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });

  test.each([
    ["hostile-uploads/derived/pdf-named.jpg", "化验单.jpg", "pdf"],
    ["hostile-uploads/PHP_exif_phpinfo.jpg", "phpinfo.php", "image"],
    ["hostile-uploads/payload_in_all_known_metadata.jpg", "x.svg", "image"],
    ["hostile-uploads/xss_comment_exif_metadata_double_quote.png", "x.html", "image"],
    ["hostile-uploads/evaljs.pdf", "a.js", "pdf"],
  ])("%s, sent as %s, is judged by its bytes: %s", async (name, claimed, kind) => {
    const file = await make(name, claimed);
    expect(file).toMatchObject({ status: "ready", kind });
    for (const { display } of file.pages)
      for (const word of ["<script", "<?php", "alert(", "onerror"])
        expect((await bytesAt(display)).includes(word)).toBe(false);
  });

  test("a photo whose end is missing is shown as far as it goes, and says so", async () => {
    const file = await make("hostile-uploads/derived/truncated-lab-photo.jpg", "a.jpg");
    expect(file).toMatchObject({ status: "ready", kind: "image", pages: [{ flaw: "incomplete" }] });
    expect((await make("photos/landscape_1.jpg")).pages).toMatchObject([{ flaw: null }]);
  });

  test("a name that is too long loses its middle, not its extension", async () => {
    const { name } = await make("photos/fixture.webp", `${"检".repeat(240)}.webp`);
    expect([name.length, name.slice(-6)]).toEqual([200, "….webp"]);
  });

  test("no name gets out of its place", async () => {
    const rightToLeft = await make("photos/fixture.webp", '../../化验\u202egpj.exe\r\nx: y"');
    expect(rightToLeft.name).toBe('化验gpj.exex: y"');
    const reply = await fetch(app.url + rightToLeft.original);
    expect(reply.headers.get("content-disposition")).toBe(
      `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent('化验gpj.exex: y"')}`,
    );
    expect(reply.headers.get("content-type")).toBe("application/octet-stream");
  });

  test("the table above knows files that are there", () => {
    const names = new Set(corpusNames());
    expect(refused.filter(([name]) => !names.has(name))).toEqual([]);
  });
});

describe("a link", () => {
  let file: FileInfo;
  beforeAll(async () => {
    file = await make("photos/landscape_6.jpg");
  });
  const answer = async (link: string, headers: Record<string, string> = {}) => {
    const reply = await fetch(app.url + link, { headers });
    return [reply.status, reply.status < 400 ? null : ((await reply.json()) as { code: string }).code];
  };
  const changed = (link: string, change: (url: URL) => void) => {
    const url = new URL(link, app.url);
    change(url);
    return url.pathname + url.search;
  };

  test("opens nothing but what it was made for", async () => {
    const display = file.pages[0]?.display ?? "";
    const other = await make("photos/fixture.webp");
    expect(await answer(display)).toEqual([200, null]);
    const forged = [
      display.replace("display-0", "original"),
      display.replace("display-0", "thumb-0"),
      display.replace("display-0", "display-1"),
      display.replace("display-0", "..%2Foriginal"),
      display.replace(file.id, other.id),
      display.replace(file.id, "0".repeat(24)),
      display.replace(file.id, "nonsense"),
      changed(display, (url) => url.searchParams.set("exp", String(Number(url.searchParams.get("exp")) + 1))),
      changed(display, (url) => url.searchParams.set("exp", "never")),
      changed(display, (url) => url.searchParams.delete("exp")),
      changed(display, (url) => url.searchParams.delete("sig")),
      changed(display, (url) => url.searchParams.set("sig", "A".repeat(43))),
      changed(display, (url) => url.searchParams.append("sig", "A".repeat(43))),
    ];
    for (const link of forged) expect([link, await answer(link)]).toEqual([link, [403, "forbidden"]]);
  });

  test("is over after ten minutes, and says so", async () => {
    const display = file.pages[0]?.display ?? "";
    app.advance(8 * 60_000 - 1000);
    expect(await answer(display)).toEqual([200, null]);
    app.advance(2 * 60_000 + 1000);
    expect(await answer(display)).toEqual([403, "link_expired"]);
    app.setNow("2036-03-01T02:00:00Z");
  });

  test("gives parts of an original", async () => {
    const whole = await bytesOf("photos/landscape_6.jpg");
    const part = async (range: string) => {
      const reply = await fetch(app.url + file.original, { headers: { range } });
      return {
        status: reply.status,
        range: reply.headers.get("content-range"),
        body: Buffer.from(await reply.arrayBuffer()),
      };
    };
    const first = await part("bytes=0-99");
    expect([first.status, first.range]).toEqual([206, `bytes 0-99/${whole.length}`]);
    expect(first.body.equals(whole.subarray(0, 100))).toBe(true);
    expect((await part("bytes=-10")).body.equals(whole.subarray(-10))).toBe(true);
    expect((await part(`bytes=${whole.length - 5}-`)).body.equals(whole.subarray(-5))).toBe(true);
    expect((await part(`bytes=100-${whole.length * 2}`)).body.equals(whole.subarray(100))).toBe(true);
    expect(await part(`bytes=${whole.length}-`)).toMatchObject({ status: 416, range: `bytes */${whole.length}` });
    expect((await part("bytes=5-2,7-9")).status).toBe(200);
  });
});

describe("asking for a file", () => {
  test("is for its owner; others get the same answer as for none", async () => {
    const file = await make("photos/fixture.webp");
    const { admin } = await makeHospital(app);
    for (const id of [file.id, "0".repeat(24)]) {
      const reply = await app.call("GET", `/files/${id}`, { as: stranger.account.token });
      expect([reply.status, reply.problem?.code, reply.problem?.fields]).toEqual([403, "forbidden", undefined]);
    }
    expect((await app.call("GET", `/files/${file.id}`)).status).toBe(401);
    expect((await app.call("GET", `/files/${file.id}`, { as: admin.token })).status).toBe(403);
    const wrong = await app.call("GET", "/files/nonsense", { as: as() });
    expect(wrong.problem).toMatchObject({ code: "invalid_input", fields: [{ path: "fileId" }] });
    const key = await app.call("GET", "/uploads-by-key/nonsense", { as: as() });
    expect(key.problem).toMatchObject({ code: "invalid_input", fields: [{ path: "uploadKey" }] });
    expect((await app.call("GET", `/uploads-by-key/${randomUUID()}`)).status).toBe(401);
  });
});
