import { randomUUID } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createApp, type App } from "../../src/app.ts";
import { bytesReceived } from "../../src/modules/files/index.ts";
import { bytesOf, fileByKey, settledFile, sha, tusMetadata, upload } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let house: TestApp;
let owner: TestPatient;
beforeAll(async () => {
  // Ahead of the real clock, see files.test.ts.
  house = await startTestApp({ now: "2036-03-01T02:00:00Z" });
  owner = await makePatient(house);
});
afterAll(() => house.close());

describe("a server that stops in the middle", () => {
  /** Stops the app at once and starts another on the same folder and database. */
  async function restart(running: App): Promise<{ second: App; url: string }> {
    await running.stop();
    const second = await createApp(running.services);
    await second.start();
    await new Promise<void>((resolve) => second.server.listen(0, "127.0.0.1", resolve));
    return { second, url: `http://127.0.0.1:${(second.server.address() as AddressInfo).port}` };
  }

  test("keeps what it got; the client goes on from there after the restart", async () => {
    const token = owner.account.token;
    const bytes = Buffer.concat([
      await bytesOf("lab-report-photos/bloodtestreport1_redacted.jpg"),
      Buffer.alloc(2_000_000, 9),
    ]);
    const fields = { uploadKey: randomUUID(), filename: "大图.jpg", patientId: owner.id };
    const headers = { "tus-resumable": "1.0.0", authorization: `Bearer ${token}` };
    const begun = await fetch(`${house.url}/api/uploads`, {
      method: "POST",
      headers: { ...headers, "upload-length": String(bytes.length), "upload-metadata": tusMetadata(fields) },
    });
    const at = begun.headers.get("location") ?? "";
    // Half of the body, and the line stays open: the server must not wait for the rest of it.
    const sending = request(new URL(at, house.url), {
      method: "PATCH",
      headers: {
        ...headers,
        "upload-offset": "0",
        "content-type": "application/offset+octet-stream",
        "content-length": String(bytes.length),
      },
    });
    sending.on("error", () => undefined);
    sending.write(bytes.subarray(0, 1_000_000));
    const uploadId = at.split("/").at(-1) ?? "";
    await vi.waitFor(async () => expect(await bytesReceived(house.ctx, { uploadId })).toBeGreaterThan(500_000), {
      timeout: 30_000,
    });

    const began = performance.now();
    const { second, url } = await restart(house.app);
    expect(performance.now() - began).toBeLessThan(9000);
    sending.destroy();
    const head = await fetch(url + at, { method: "HEAD", headers });
    const offset = Number(head.headers.get("upload-offset"));
    // What had come but filled no piece yet was stored as the line was cut.
    expect(offset).toBeGreaterThan(900_000);
    const sent: number[] = [];
    const { refused } = await upload(house, {
      as: token,
      patientId: owner.id,
      content: bytes,
      uploadKey: fields.uploadKey,
      url,
      uploadUrl: url + at,
      chunkSize: 500_000,
      onChunk: (total) => sent.push(total),
    });
    expect(refused).toBeNull();
    expect(sent[0]).toBe(offset + 500_000);
    const elsewhere = { ...house, url, call: callOf(url) };
    const file = await fileByKey(elsewhere, token, fields.uploadKey);
    const ready = await settledFile(elsewhere, token, file?.id ?? "");
    const kept = Buffer.from(await (await fetch(url + ready.original)).arrayBuffer());
    expect(sha(kept)).toBe(sha(bytes));
    await second.stop();
  });

  const callOf =
    (url: string): TestApp["call"] =>
    async (method, at, options = {}) => {
      const reply = await fetch(`${url}/api${at}`, { method, headers: { authorization: `Bearer ${options.as}` } });
      return { status: reply.status, data: await reply.json(), problem: null, headers: reply.headers };
    };
});
