import { isErrorCode, type ErrorCode } from "@fuzhen/shared/errors.ts";
import type { DetailedError } from "tus-js-client";
import { refreshSession } from "../../../lib/api/refresh-session.ts";
import { getAccessToken } from "../../../lib/session.tsx";
import type { StoredUpload } from "./upload-item.ts";

/** Small enough that a line which drops every minute still moves on, and that progress is seen. */
const CHUNK_BYTES = 256 * 1024;

export interface Sender {
  /**
   * Brings the whole file to the server, going on where an earlier try ended. Rejects with SendTrouble.
   * Aborting leaves what has arrived, for the next try.
   */
  send(
    upload: StoredUpload,
    hear: { progress: (sent: number) => void; url: (url: string) => void; signal: AbortSignal },
  ): Promise<void>;
  /** Takes back what the server has of it; harmless when it has nothing. */
  discard(url: string): Promise<void>;
}

/** `offline`: nothing is wrong but the line or a busy server; try again by and by. Else the server's refusal. */
export class SendTrouble extends Error {
  readonly code: ErrorCode | "offline" | "signed-out";
  constructor(code: SendTrouble["code"]) {
    super(code);
    this.name = "SendTrouble";
    this.code = code;
  }
}

/** What may succeed when repeated: no answer, wrong offset, another request still holding it, a fault of the server. */
export const mayRepeat = (status: number, body = "") =>
  status === 0 || (status === 409 && codeIn(body) !== "consent_required") || status === 423 || status >= 500;

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

/** Authorization anew with each request: one upload outlives many access tokens. A 401 asks for a fresh one, once. */
function createPass() {
  let tokenRefused: string | undefined;
  let usedToken: string | undefined;
  let over = false;
  return {
    isOver: () => over,
    async write(setHeader: (name: string, value: string) => void): Promise<void> {
      if (tokenRefused !== undefined && tokenRefused === getAccessToken()) {
        over = (await refreshSession()) === null;
      }
      usedToken = getAccessToken();
      if (usedToken !== undefined) setHeader("authorization", `Bearer ${usedToken}`);
    },
    /** True when another try makes sense. */
    refused(): boolean {
      if (over || (usedToken !== undefined && usedToken === tokenRefused)) over = true;
      tokenRefused = usedToken;
      return !over;
    },
  };
}

export const tusSender: Sender = {
  async send(stored, { progress, url, signal }) {
    // Its own chunk, which a bad line may fail to bring: that is a lost line like any other.
    const { Upload } = await loadTus().catch(() => {
      throw new SendTrouble("offline");
    });
    const pass = createPass();
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
          return status === 401 ? pass.refused() : mayRepeat(status, error.originalResponse?.getBody());
        },
        onProgress: (sent) => progress(sent),
        onUploadUrlAvailable: () => upload.url !== null && url(upload.url),
        onSuccess: () => resolve(),
        onError: (error) => {
          const response = "originalResponse" in error ? error.originalResponse : null;
          if (pass.isOver()) reject(new SendTrouble("signed-out"));
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
  async discard(url) {
    await fetch(url, {
      method: "DELETE",
      headers: { "tus-resumable": "1.0.0", authorization: `Bearer ${getAccessToken() ?? ""}` },
    }).catch(() => undefined);
  },
};
