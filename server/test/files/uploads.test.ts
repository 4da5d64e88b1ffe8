import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_FILE_BYTES, type FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { filesModule } from "../../src/modules/files/index.ts";
import {
  bytesOf,
  fileByKey,
  makeFile,
  settledFile,
  sha,
  tusMetadata,
  upload,
  piecesFolder,
  uploadedBytes,
  type UploadWish,
} from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makeReport } from "../support/make-report.ts";
import { signIn } from "../support/make-user.ts";
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
const photo = "lab-report-photos/bloodtestreport1_redacted.jpg";
const wish = (overrides: Partial<UploadWish> & { as?: string } = {}) => ({
  as: as(),
  patientId: patient.id,
  content: photo,
  ...overrides,
});
const idOf = (url: string) => url.split("/").at(-1) ?? "";

/** One tus request by hand. */
const piecesOf = async (at: string) => (await uploadedBytes(app)).filter((file) => file.includes(piecesFolder(at)));
const tus = (method: string, at: string, headers: Record<string, string> = {}, body?: Buffer) =>
  fetch(new URL(at, app.url), {
    method,
    headers: { "tus-resumable": "1.0.0", authorization: `Bearer ${as()}`, ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
const create = (fields: Record<string, string>, length: number | string, headers: Record<string, string> = {}) =>
  tus("POST", "/api/uploads", { "upload-length": String(length), "upload-metadata": tusMetadata(fields), ...headers });
const announced = (overrides: Record<string, string> = {}) => ({
  uploadKey: randomUUID(),
  filename: "化验单.jpg",
  patientId: patient.id,
  ...overrides,
});
const patch = (at: string, offset: number, body: Buffer, headers: Record<string, string> = {}) =>
  tus(
    "PATCH",
    at,
    { "upload-offset": String(offset), "content-type": "application/offset+octet-stream", ...headers },
    body,
  );

/** Bytes of the original as its owner gets them back. */
async function original(file: FileInfo): Promise<Buffer> {
  const reply = await fetch(app.url + file.original);
  return Buffer.from(await reply.arrayBuffer());
}

describe("announcing an upload", () => {
  test("answers where to send it, unguessable and relative", async () => {
    const reply = await create(announced(), 1000);
    expect(reply.status).toBe(201);
    expect(reply.headers.get("location")).toMatch(/^\/api\/uploads\/[0-9a-f]{40}$/);
    expect(reply.headers.get("tus-resumable")).toBe("1.0.0");
    expect(reply.headers.get("upload-expires")).toBe("Sat, 08 Mar 2036 02:00:00 GMT");
  });

  test("the same key answers the same place, also fifty times at once", async () => {
    const fields = announced();
    const replies = await Promise.all(Array.from({ length: 50 }, () => create(fields, 1000)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ headers }) => headers.get("location"))).size).toBe(1);
  });

  test("the same key of somebody else is another upload", async () => {
    const fields = announced();
    const mine = await create(fields, 1000);
    const theirs = await create({ ...fields, patientId: stranger.id }, 1000, {
      authorization: `Bearer ${stranger.account.token}`,
    });
    expect(theirs.status).toBe(201);
    expect(theirs.headers.get("location")).not.toBe(mine.headers.get("location"));
  });

  test("the same key for another file is refused", async () => {
    const fields = announced();
    await create(fields, 1000);
    const reply = await create(fields, 1001);
    expect([reply.status, await reply.json()]).toMatchObject([
      400,
      { code: "invalid_input", fields: [{ path: "uploadKey", code: "upload_key_used" }] },
    ]);
  });

  test.each([
    ["no session", {}, { authorization: "" }, 401, "unauthenticated"],
    ["a session that never was", {}, { authorization: "Bearer nonsense" }, 401, "unauthenticated"],
    ["a patient that is nobody's", { patientId: "f".repeat(24) }, {}, 403, "forbidden"],
    ["a visit that is not", { patientId: "", consultationId: "f".repeat(24) }, {}, 403, "forbidden"],
  ])("%s", async (_name, fields, headers, status, code) => {
    const given = Object.entries({ ...announced(), ...fields }).filter(([, value]) => value !== "");
    const reply = await create(Object.fromEntries(given), 1000, headers);
    expect(reply.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect([reply.status, await reply.json()]).toMatchObject([status, { code }]);
  });

  test("another account's patient is refused as one that does not exist", async () => {
    const reply = await create(announced({ patientId: stranger.id }), 1000);
    expect([reply.status, await reply.json()]).toMatchObject([403, { code: "forbidden" }]);
  });

  test("staff without patients are refused", async () => {
    const { admin } = await makeHospital(app);
    const reply = await create(announced(), 1000, { authorization: `Bearer ${admin.token}` });
    expect(reply.status).toBe(403);
  });

  test.each([
    ["uploadKey", { uploadKey: "x" }],
    ["filename", { filename: "x".repeat(1001) }],
    ["patientId", { patientId: "{}" }],
    ["patientId", { consultationId: "f".repeat(24) }],
  ])("wrong metadata names %s", async (field, fields) => {
    const reply = await create(announced(fields), 1000);
    expect([reply.status, await reply.json()]).toMatchObject([
      400,
      { code: "invalid_input", fields: [{ path: field }] },
    ]);
  });

  test.each([
    ["no metadata", { "upload-metadata": "" }, 400, "invalid_input"],
    ["metadata that is none", { "upload-metadata": "a b c" }, 400, "invalid_input"],
    ["no length", { "upload-length": "" }, 400, "invalid_input"],
    ["a negative length", { "upload-length": "-1" }, 400, "invalid_input"],
    ["an empty file", { "upload-length": "0" }, 422, "file_empty"],
    ["one byte too many", { "upload-length": String(MAX_FILE_BYTES + 1) }, 413, "file_too_large"],
  ])("%s", async (_name, headers, status, code) => {
    const reply = await create(announced(), 1000, headers);
    expect([reply.status, await reply.json()]).toMatchObject([status, { code }]);
  });

  test("a client of another protocol version learns ours", async () => {
    const reply = await create(announced(), 1000, { "tus-resumable": "0.2.2" });
    expect([reply.status, reply.headers.get("tus-version")]).toEqual([412, "1.0.0"]);
  });

  test("no foreign page may use it", async () => {
    const reply = await tus("OPTIONS", "/api/uploads", { origin: "https://elsewhere.example" });
    expect(reply.headers.get("access-control-allow-origin")).toBeNull();
    expect(reply.headers.get("tus-extension")).toBe("creation,termination,expiration");
  });
});

describe("an upload under way", () => {
  test("belongs to who began it: others may not ask, send or take back, and learn nothing", async () => {
    const begun = (await create(announced(), 1000)).headers.get("location") ?? "";
    const theirs = { authorization: `Bearer ${stranger.account.token}` };
    const nobodys = `/api/uploads/${"0".repeat(40)}`;
    for (const at of [begun, nobodys, "/api/uploads/..%2F..%2Fkeys%2Fmaster.key"])
      for (const reply of await Promise.all([
        tus("HEAD", at, theirs),
        patch(at, 0, Buffer.alloc(10), theirs),
        tus("DELETE", at, theirs),
      ]))
        expect(reply.status).toBe(403);
    for (const method of ["HEAD", "PATCH", "DELETE"])
      expect((await tus(method, begun, { authorization: "" })).status).toBe(401);
    expect((await tus("HEAD", begun)).headers.get("upload-offset")).toBe("0");
  });

  test("is the one its address names, whatever else the address says", async () => {
    const victim = (
      await create(announced({ patientId: stranger.id }), 1000, { authorization: `Bearer ${stranger.account.token}` })
    ).headers.get("location");
    const mine = (await create(announced(), 1000)).headers.get("location") ?? "";
    const theirs = { authorization: `Bearer ${stranger.account.token}` };
    const offsetOf = async (at: string, headers = {}) => (await tus("HEAD", at, headers)).headers.get("upload-offset");
    let sent = 0;
    for (const tail of [`?x=${victim}`, `?${victim}`, `?x=/${idOf(victim ?? "")}`, `?x=y/${idOf(victim ?? "")}/`]) {
      const reply = await patch(mine + tail, sent, Buffer.alloc(10));
      expect([tail, reply.status]).toEqual([tail, 204]);
      sent += 10;
      expect([tail, await offsetOf(mine + tail)]).toEqual([tail, String(sent)]);
    }
    expect(await offsetOf(mine)).toBe("40");
    expect(await offsetOf(victim ?? "", theirs)).toBe("0");
    for (const tail of ["?x=/", "/"].map((mark) => `${mark}${idOf(mine)}`))
      expect((await patch(victim + tail, 0, Buffer.alloc(10))).status).toBeGreaterThanOrEqual(400);
    expect(await offsetOf(victim ?? "", theirs)).toBe("0");
    // A method named twice is the one of the request.
    const twice = await patch(mine, 40, Buffer.alloc(10), { "x-http-method-override": "DELETE" });
    expect([twice.status, await offsetOf(mine)]).toEqual([204, "50"]);
  });

  test.each(["size", "put"] as const)("taken back while it is sent leaves no bytes behind (%s)", async (step) => {
    const { objects } = app.app.services;
    const at = (await create(announced(), 10)).headers.get("location") ?? "";
    const before = await uploadedBytes(app);
    const act = objects[step].bind(objects) as (...args: unknown[]) => Promise<never>;
    // The server has just seen that the upload is there. Now its owner deletes it, and the worker removes its row.
    const takenBack = async () => {
      Object.assign(objects, { [step]: act });
      expect((await tus("DELETE", at)).status).toBe(204);
      await expect.poll(() => FileModel.countDocuments({ uploadId: idOf(at) })).toBe(0);
    };
    Object.assign(objects, { [step]: (...args: unknown[]) => takenBack().then(() => act(...args)) });
    expect((await patch(at, 0, Buffer.alloc(10))).status).toBeGreaterThanOrEqual(400);
    expect((await uploadedBytes(app)).filter((place) => !before.includes(place))).toEqual([]);
  });

  test("tells by its key how far it is: known, but not a file yet", async () => {
    const fields = announced();
    const begun = await create(fields, 1000);
    await patch(begun.headers.get("location") ?? "", 0, Buffer.alloc(400));
    expect(await fileByKey(app, as(), fields.uploadKey)).toMatchObject({
      status: "uploading",
      name: "化验单.jpg",
      pages: [],
    });
    expect(await fileByKey(app, stranger.account.token, fields.uploadKey)).toBeNull();
    expect(await fileByKey(app, as(), randomUUID())).toBeNull();
  });

  test("a wrong offset is 409 and more bytes than announced 413, as problem documents", async () => {
    const at = (await create(announced(), 1000)).headers.get("location") ?? "";
    const wrong = await patch(at, 5, Buffer.alloc(10));
    expect(wrong.headers.get("content-type")).toBe("application/problem+json");
    expect([wrong.status, await wrong.json()]).toMatchObject([409, { code: "illegal_state" }]);
    const tooMuch = await patch(at, 0, Buffer.alloc(1001));
    expect([tooMuch.status, await tooMuch.json()]).toMatchObject([413, { code: "file_too_large" }]);
  });

  test("is taken back by its owner; then its key is free again", async () => {
    const fields = announced();
    const at = (await create(fields, 1000)).headers.get("location") ?? "";
    await patch(at, 0, Buffer.alloc(400));
    expect(await piecesOf(at)).toHaveLength(1);
    expect((await tus("DELETE", at)).status).toBe(204);
    expect((await tus("HEAD", at)).status).toBe(403);
    await expect.poll(() => piecesOf(at)).toEqual([]);
    await expect.poll(async () => (await create(fields, 1000)).status).toBe(201);
  });

  test("a line that breaks three times costs nothing that was sent", async () => {
    const bytes = Buffer.concat([await bytesOf(photo), Buffer.alloc(3_000_000, 7)]);
    let left = 3;
    // Lets 400 kB through and then drops the connection, three times.
    const proxy = createServer((client) => {
      const upstream = connect(Number(new URL(app.url).port), "127.0.0.1");
      let passed = 0;
      client.on("data", (chunk) => {
        passed += chunk.length;
        if (left > 0 && passed > 400_000) {
          left -= 1;
          client.destroy();
          upstream.destroy();
        }
      });
      for (const socket of [client, upstream]) socket.on("error", () => undefined);
      client.pipe(upstream).pipe(client);
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const uploadKey = randomUUID();
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { refused } = await upload(app, wish({ content: bytes, uploadKey, url }));
    proxy.close();
    expect([refused, left]).toEqual([null, 0]);
    const file = await fileByKey(app, as(), uploadKey);
    const ready = await settledFile(app, as(), file?.id ?? "");
    expect(ready.status).toBe("ready");
    expect(sha(await original(ready))).toBe(sha(bytes));
  });

  test("whose last reply was lost is found finished, and announcing it again leads to it", async () => {
    const bytes = await bytesOf(photo);
    const fields = announced();
    const at = (await create(fields, bytes.length)).headers.get("location") ?? "";
    await patch(at, 0, bytes);
    const head = await tus("HEAD", at);
    expect([head.headers.get("upload-offset"), head.headers.get("upload-length")]).toEqual(
      [bytes.length, bytes.length].map(String),
    );
    expect((await patch(at, 0, bytes)).status).toBe(409);
    const again = await upload(app, wish({ uploadKey: fields.uploadKey }));
    expect([again.refused, idOf(again.url)]).toEqual([null, idOf(at)]);
  });
});

describe("what nothing refers to", () => {
  test("goes after seven days, unfinished or read; what a report holds stays", async () => {
    const own = await makePatient(app);
    const account = own.account;
    const kept = await makeReport(app, own);
    const forgotten = await makeFile(app, wish({ as: account.token, patientId: own.id }));
    const unfinished = { uploadKey: randomUUID(), filename: "half.jpg", patientId: own.id };
    const theirs = { authorization: `Bearer ${account.token}` };
    const at = (await create(unfinished, 1000, theirs)).headers.get("location") ?? "";
    await patch(at, 0, Buffer.alloc(500), theirs);
    const [job] = filesModule.jobs ?? [];

    app.advance(7 * DAY_MS - 1000);
    await job?.run(app.app.services);
    let token = (await signIn(app, account)).token;
    expect((await app.call("GET", `/files/${forgotten.id}`, { as: token })).status).toBe(200);

    app.advance(2000);
    await job?.run(app.app.services);
    token = (await signIn(app, account)).token;
    expect((await app.call("GET", `/files/${forgotten.id}`, { as: token })).status).toBe(403);
    expect(await fileByKey(app, token, unfinished.uploadKey)).toBeNull();
    const report = await app.call<typeof kept>("GET", `/reports/${kept.id}`, { as: token });
    expect(report.data.files.map(({ status }) => status)).toEqual(["ready"]);
    const picture = report.data.files[0]?.pages[0]?.display ?? "";
    // The reader is woken by the next upload of anybody, or by its timer.
    await makeFile(app, { as: token, patientId: own.id, content: "photos/fixture.webp" });
    await expect.poll(() => piecesOf(at)).toEqual([]);
    expect((await fetch(app.url + picture)).status).toBe(200);
  });
});

test("the log knows uploads by their ids alone", async () => {
  const again = await signIn(app, patient.account);
  await makeFile(app, wish({ as: again.token, filename: "张三丰的肾炎.jpg" }));
  expect(app.logLines.some((line) => line.includes("file read"))).toBe(true);
  const log = app.logLines.join("\n");
  for (const word of ["张三丰", "肾炎", "化验单", "bloodtestreport", "half.jpg", encodeURIComponent("化验单")])
    expect(log).not.toContain(word);
});
