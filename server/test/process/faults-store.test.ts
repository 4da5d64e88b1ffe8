import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Problem } from "@fuzhen/shared/errors.ts";
import { bytesOf, fileByKey, settledFile, tusMetadata } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let owner: TestPatient;
beforeAll(async () => {
  app = await startTestApp({ now: "2036-03-01T02:00:00Z" });
  owner = await makePatient(app);
});
afterAll(() => app.close());
afterEach(() => vi.restoreAllMocks());

const fault = (code: string) => Object.assign(new Error(`${code}: from the disk`), { code });

/** Sends a whole photo in one PATCH as tus says; how the server answered that. */
async function send(uploadKey: string): Promise<{ at: string; patch: Response }> {
  const bytes = await bytesOf("photos/landscape_6.jpg");
  const headers = { "tus-resumable": "1.0.0", authorization: `Bearer ${owner.account.token}` };
  const metadata = tusMetadata({ uploadKey, filename: "化验单.jpg", patientId: owner.id });
  const made = await fetch(`${app.url}/api/uploads`, {
    method: "POST",
    headers: { ...headers, "upload-length": String(bytes.length), "upload-metadata": metadata },
  });
  const at = new URL(made.headers.get("location") ?? "", app.url).href;
  const patch = await fetch(at, {
    method: "PATCH",
    headers: { ...headers, "upload-offset": "0", "content-type": "application/offset+octet-stream" },
    body: new Uint8Array(bytes),
  });
  return { at, patch };
}
const offsetOf = async (at: string): Promise<number> => {
  const headers = { "tus-resumable": "1.0.0", authorization: `Bearer ${owner.account.token}` };
  return Number((await fetch(at, { method: "HEAD", headers })).headers.get("upload-offset"));
};

it.each(["ENOSPC", "EIO"])(
  "a store that fails with %s: the last piece is not acknowledged, and taken when it is well",
  async (code) => {
    const full = vi.spyOn(app.app.services.objects, "put").mockRejectedValue(fault(code));
    const uploadKey = randomUUID();
    const { at, patch } = await send(uploadKey);
    expect(patch.status).toBe(503);
    expect((await patch.json()) as Problem).toMatchObject({ code: "unavailable", retryable: true });
    full.mockRestore();
    // The client asks where it stands, and that ends it: all bytes had come.
    expect(await offsetOf(at)).toBe((await bytesOf("photos/landscape_6.jpg")).length);
    const file = await fileByKey(app, owner.account.token, uploadKey);
    expect((await settledFile(app, owner.account.token, file?.id ?? "")).status).toBe("ready");
  },
);

it("a store that cannot take the pictures keeps the file waiting, not refused", async () => {
  const { objects } = app.app.services;
  const real = objects.put.bind(objects);
  let failures = 0;
  vi.spyOn(objects, "put").mockImplementation(async (key, object) => {
    if (!key.endsWith("original") && failures++ < 2) throw fault("ENOSPC");
    return real(key, object);
  });
  const uploadKey = randomUUID();
  expect((await send(uploadKey)).patch.status).toBe(204);
  const as = owner.account.token;
  const file = await fileByKey(app, as, uploadKey);
  await expect.poll(() => failures).toBe(1);
  expect((await fileByKey(app, as, uploadKey))?.status).toBe("processing");
  const settled = settledFile(app, as, file?.id ?? "");
  // Each failed reading is put off for some seconds by the server's clock, which the test moves.
  const clock = setInterval(() => app.advance(1000), 100);
  expect((await settled.finally(() => clearInterval(clock))).status).toBe("ready");
});

it("a picture that cannot be read breaks off instead of ending as if it were whole", async () => {
  const uploadKey = randomUUID();
  await send(uploadKey);
  const as = owner.account.token;
  const id = (await fileByKey(app, as, uploadKey))?.id ?? "";
  const link = async () => new URL((await settledFile(app, as, id)).pages[0]?.display ?? "", app.url);
  // Done before the store fails: reading the upload now would put it off, and the clock of this test stands still.
  const ready = await link();
  vi.spyOn(app.app.services.objects, "read").mockImplementation(
    () =>
      new Readable({
        read() {
          this.destroy(fault("EIO"));
        },
      }),
  );
  const broken = fetch(ready).then(async (reply) => (reply.ok ? (await reply.arrayBuffer()).byteLength : reply.status));
  await expect(broken).rejects.toThrow(/terminated|fetch failed/);
  vi.restoreAllMocks();
  expect((await fetch(await link())).status).toBe(200);
});
