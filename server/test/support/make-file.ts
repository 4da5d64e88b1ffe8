import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { DetailedError, Upload, type HttpResponse } from "tus-js-client";
import { vi } from "vitest";
import type { Problem } from "@fuzhen/shared/errors.ts";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { FileModel } from "../../src/modules/files/file.model.ts";
import { FileWorkModel, type FileWorkDoc } from "../../src/modules/files/stages/file-work.model.ts";
import { getFileRecord } from "../../src/modules/files/index.ts";
import { corpusFile } from "../../src/modules/files/reading/testing/corpus.ts";
import { Types } from "../../src/platform/database.ts";
import type { TestApp } from "./test-app.ts";

/** Who uploads what for whom. `content` is a file of e2e/corpus or the bytes themselves. */
export interface UploadWish {
  as: string | null;
  patientId?: string;
  consultationId?: string;
  content: string | Buffer;
  /** The name it claims; the corpus name unless given. */
  filename?: string;
  uploadKey?: string;
  /** Another address than the app's, e.g. a proxy's. */
  url?: string;
  uploadUrl?: string;
  chunkSize?: number;
  onChunk?: (sent: number, upload: Upload) => void;
}

export const bytesOf = async (content: string | Buffer) =>
  typeof content === "string" ? readFile(corpusFile(content)) : content;

export const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Upload-Metadata of tus: keys with base64 values. */
export const tusMetadata = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");

/** What a refused upload answered. */
export interface UploadRefusal {
  status: number;
  problem: Problem | null;
  headers: HttpResponse | null;
}

/** Sends a file as a client does; the tus URL, or what the server answered when it refused. */
export async function upload(app: TestApp, wish: UploadWish): Promise<{ url: string; refused: UploadRefusal | null }> {
  const { as, patientId, consultationId, content, uploadKey = randomUUID(), url = app.url } = wish;
  const bytes = await bytesOf(content);
  const filename = wish.filename ?? (typeof content === "string" ? path.basename(content) : "paper.jpg");
  return new Promise((resolve) => {
    const sending = new Upload(bytes, {
      endpoint: `${url}/api/uploads`,
      uploadUrl: wish.uploadUrl ?? null,
      headers: as ? { authorization: `Bearer ${as}` } : {},
      metadata: {
        uploadKey,
        filename,
        ...(patientId ? { patientId } : {}),
        ...(consultationId ? { consultationId } : {}),
      },
      retryDelays: [0, 0, 50, 200],
      chunkSize: wish.chunkSize ?? Number.POSITIVE_INFINITY,
      storeFingerprintForResuming: false,
      onChunkComplete: (_size, sent) => wish.onChunk?.(sent, sending),
      onSuccess: () => resolve({ url: sending.url ?? "", refused: null }),
      onError: (error) => {
        const response = error instanceof DetailedError ? error.originalResponse : null;
        const body = response?.getBody() ?? "";
        resolve({
          url: sending.url ?? "",
          refused: {
            status: response?.getStatus() ?? 0,
            problem: body.startsWith("{") ? (JSON.parse(body) as Problem) : null,
            headers: response,
          },
        });
      },
    });
    sending.start();
  });
}

export async function fileByKey(app: TestApp, as: string, uploadKey: string): Promise<FileInfo | null> {
  return (await app.call<FileInfo | null>("GET", `/uploads-by-key/${uploadKey}`, { as })).data;
}

/** Waits until the server has made up its mind about a file. Watches the row: polling the API would count as a flood. */
export async function settledFile(app: TestApp, as: string, fileId: string): Promise<FileInfo> {
  await vi.waitFor(
    async () => {
      const file = await getFileRecord(fileId);
      if (!file || !["ready", "refused", "quarantined"].includes(file.status))
        throw new Error(`file is ${file?.status}`);
    },
    { timeout: 60_000, interval: 20 },
  );
  return (await app.call<FileInfo>("GET", `/files/${fileId}`, { as })).data;
}

/** A whole file through the API: uploaded, found by its key, read. */
export async function makeFile(app: TestApp, wish: UploadWish & { as: string }): Promise<FileInfo> {
  const uploadKey = wish.uploadKey ?? randomUUID();
  const { refused } = await upload(app, { ...wish, uploadKey });
  if (refused) throw new Error(`upload answered ${refused.status} ${refused.problem?.code}`);
  const file = await fileByKey(app, wish.as, uploadKey);
  if (!file) throw new Error("the upload is not known by its key");
  return settledFile(app, wish.as, file.id);
}

/** Part of the path of every piece of the upload with that address. */
export function piecesFolder(at: string): string {
  const id = at.split("/").at(-1) ?? "";
  return `/${id.slice(0, 2)}/${id.slice(2)}/`;
}

/** Every file below DATA_DIR that holds bytes of uploads, in whatever stage. */
export async function uploadedBytes(app: TestApp): Promise<string[]> {
  const folders = ["uploads", "deriving", "files"];
  const { DATA_DIR } = app.ctx.env;
  const lists = folders.map((folder) =>
    readdir(path.join(DATA_DIR, folder), { recursive: true, withFileTypes: true }).catch(() => []),
  );
  return (await Promise.all(lists))
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Sets a file back to where it waits to be read, and says when; the work as a dead process may have left it. */
export async function unread(fileId: string, work: Partial<FileWorkDoc> = {}): Promise<void> {
  const file = await FileModel.findOneAndUpdate(
    { _id: new Types.ObjectId(fileId) },
    { $set: { status: "processing", readings: {} } },
  );
  if (!file) throw new Error("no such file");
  const { _id, ownerUserId } = file;
  const row = {
    fileId: _id,
    kind: "pictures" as const,
    ownerUserId,
    rank: 1,
    slow: false,
    attempts: 0,
    dueAt: new Date(),
  };
  await FileWorkModel.updateOne({ _id: `${fileId}:pictures` }, { $set: { ...row, ...work } }, { upsert: true });
}

/** The work that waits for a file. */
export const workOn = (fileId: string) => FileWorkModel.find({ fileId: new Types.ObjectId(fileId) }).lean();
