import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { ApiError, toApiError } from "../../../lib/api/api-error.ts";
import { api } from "../../../lib/api/client.ts";
import { createPass } from "../../../lib/api/request-pass.ts";
import type { OutboxRow } from "./outbox-store.ts";

type Picture = NonNullable<OutboxRow["image"]>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Uploads a chat picture by tus and answers its file id once it can be shown. Every step can be repeated because of the
 * upload key: after an interruption, a reload or a lost reply it continues.
 */
export async function uploadImage(row: OutboxRow, onProgress: (share: number) => void): Promise<string> {
  if (!row.image) throw new Error("no picture");
  const { uploadKey } = row.image;
  const ask = () => api.files.byKey({ uploadKey }, { as: row.accountId });
  let file = await ask();
  if (!file || file.status === "uploading") {
    await send(row, row.image, onProgress);
    file = await ask();
  }
  return settled(file, ask);
}

/**
 * Waits until the server has read the picture, so that one that cannot be shown is refused here and not in the chat.
 */
async function settled(first: FileInfo | null, ask: () => Promise<FileInfo | null>): Promise<string> {
  let file = first;
  for (let asked = 0; file?.status === "processing" && asked < 15; asked += 1) {
    await pause(Math.min(2000, 300 + asked * 200));
    file = await ask();
  }
  if (file?.refusal) throw new ApiError({ code: file.refusal });
  if (!file || file.status === "uploading") throw new TypeError("upload not complete");
  return file.id;
}

async function send(row: OutboxRow, image: Picture, onProgress: (share: number) => void): Promise<void> {
  // The protocol's code is for those who send a picture.
  const { DetailedError, Upload } = await import("tus-js-client");
  const pass = createPass(row.accountId);
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(new Blob([image.bytes], { type: image.type }), {
      endpoint: "/api/uploads",
      metadata: {
        uploadKey: image.uploadKey,
        filename: image.name.slice(-200) || "photo",
        consultationId: row.consultationId,
      },
      retryDelays: [500, 1500, 3000, 6000],
      // The server finds an upload by its key; nothing needs to be remembered here.
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => pass.write((name, value) => request.setHeader(name, value)),
      onShouldRetry(error) {
        const status = error.originalResponse?.getStatus() ?? 0;
        if (pass.isOver()) return false;
        if (status === 401) return pass.refused();
        // 409 and 423: ask for the offset and go on from there (tus 1.0.0, PATCH).
        return status === 0 || status === 409 || status === 423 || status >= 500;
      },
      onProgress: (sent, total) => onProgress(total > 0 ? sent / total : 0),
      onSuccess: () => resolve(),
      onError(error) {
        const response = error instanceof DetailedError ? error.originalResponse : null;
        const over = pass.isOver();
        if (over) reject(over);
        else reject(response ? problemOf(response.getBody()) : new TypeError("upload cut", { cause: error }));
      },
    });
    upload.start();
  });
}

function problemOf(body: string): ApiError {
  try {
    return toApiError(JSON.parse(body));
  } catch {
    return toApiError(null);
  }
}
