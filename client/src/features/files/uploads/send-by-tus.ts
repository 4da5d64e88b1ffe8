import { isErrorCode, saysWhoIsSignedIn, type ErrorCode } from "@fuzhen/shared/errors.ts";
import type { DetailedError } from "tus-js-client";
import { houseFetch } from "../../../lib/api/house-request.ts";
import { createPass } from "../../../lib/api/request-pass.ts";
import type { StoredUpload } from "./upload-item.ts";

/** Small enough that a connection which drops every minute still makes progress, and that progress is visible. */
const CHUNK_BYTES = 256 * 1024;

export interface Sender {
  /**
   * Uploads the file, continuing where an earlier attempt ended. Rejects with SendTrouble. Aborting keeps what has
   * arrived for the next attempt.
   */
  send(
    upload: StoredUpload,
    hear: { progress: (sent: number) => void; url: (url: string) => void; signal: AbortSignal },
  ): Promise<void>;
  /** Takes back what the server has of it; harmless when it has nothing. Rejects where it cannot be told. */
  discard(upload: StoredUpload): Promise<void>;
}

/**
 * `offline`: only the connection failed or the server is busy, so retry later. Any other code is the server's refusal.
 */
export class SendTrouble extends Error {
  readonly code: ErrorCode | "offline" | "signed-out";
  constructor(code: SendTrouble["code"]) {
    super(code);
    this.name = "SendTrouble";
    this.code = code;
  }
}

/** A conflict of tus (another offset) has no such code: it is asked for and mended. */
const final409: ReadonlySet<ErrorCode | null> = new Set(["consent_required", "other_person"]);

/** What may succeed when repeated: no answer, wrong offset, another request still holding it, a fault of the server. */
export const mayRepeat = (status: number, body = "") =>
  status === 0 || (status === 409 && !final409.has(codeIn(body))) || status === 423 || status >= 500;

export function troubleOf(status: number, body: string): SendTrouble {
  if (mayRepeat(status, body)) return new SendTrouble("offline");
  return new SendTrouble(codeIn(body) ?? "internal");
}

function codeIn(body: string): ErrorCode | null {
  try {
    const problem: unknown = JSON.parse(body);
    if (typeof problem === "object" && problem !== null && "code" in problem && isErrorCode(problem.code))
      return problem.code;
  } catch {
    // Not ours; a proxy's page.
  }
  return null;
}

const statusOf = (error: DetailedError) => error.originalResponse?.getStatus() ?? 0;
const loadTus = () => import("tus-js-client");

export const tusSender: Sender = {
  async send(stored, { progress, url, signal }) {
    // The uploader's code is a chunk of its own; failing to load it counts as offline.
    const { Upload } = await loadTus().catch(() => {
      throw new SendTrouble("offline");
    });
    const pass = createPass(stored.accountId);
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(stored.file, {
        endpoint: `${location.origin}/api/uploads`,
        uploadUrl: stored.url,
        metadata: { uploadKey: stored.key, filename: stored.name, patientId: stored.patientId },
        chunkSize: CHUNK_BYTES,
        retryDelays: [0, 1000, 3000, 6000, 10_000],
        storeFingerprintForResuming: false,
        onBeforeRequest: (request) => pass.write((name, value) => request.setHeader(name, value)),
        onShouldRetry: (error) => {
          const status = statusOf(error);
          if (pass.isOver()) return false;
          return status === 401 ? pass.refused() : mayRepeat(status, error.originalResponse?.getBody());
        },
        onProgress: (sent) => progress(sent),
        onUploadUrlAvailable: () => upload.url !== null && url(upload.url),
        onSuccess: () => resolve(),
        onError: (error) => {
          const response = "originalResponse" in error ? error.originalResponse : null;
          if (pass.isOver() || saysWhoIsSignedIn(codeIn(response?.getBody() ?? "") ?? ""))
            reject(new SendTrouble("signed-out"));
          else reject(troubleOf(response?.getStatus() ?? 0, response?.getBody() ?? ""));
        },
      });
      const stop = () => {
        void upload.abort();
        reject(new SendTrouble("offline"));
      };
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      upload.start();
    });
  },
  async discard({ url, accountId }) {
    if (url === null) return;
    await houseFetch(url, { method: "DELETE", headers: { "tus-resumable": "1.0.0" } }, accountId);
  },
};
