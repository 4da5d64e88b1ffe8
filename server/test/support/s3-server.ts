import { mkdtemp, rm } from "node:fs/promises";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "s3rver";

/** What comes of a request, asked for each one: `refuse` 503, `cut` half of the answer, `lose` done but not answered, `hang` nothing at all. */
export type Fault = "refuse" | "cut" | "lose" | "hang" | null;

interface BegunUpload {
  key: string;
  id: string;
  at: string;
}

export interface S3Server {
  /** Settings of a server that keeps its bytes there. */
  env: Record<string, string>;
  /** Decides about each request from now on. */
  breakBy(rule: (request: { method: string; url: string }) => Fault): void;
  mend(): void;
  /** Uploads in parts that the server says were begun. */
  sayBegun(uploads: BegunUpload[]): void;
  /** Method and address of each request since the last call. */
  asked(): string[];
  close(): Promise<void>;
}

const BUCKET = "fuzhen-test";

/**
 * s3rver behind a line that a test may break. The line also knows what s3rver
 * does not of Amazon's server: If-Match, ranges of an empty object, and how uploads in
 * parts are listed and given up. Neither checks signatures: only the name of the key.
 */
export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(path.join(tmpdir(), "fuzhen-s3-"));
  const behind = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await behind.run();
  let rule: (request: { method: string; url: string }) => Fault = () => null;
  const asked: string[] = [];
  let begun: BegunUpload[] = [];

  const asUpload = ({ key, id, at }: BegunUpload) =>
    `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at}</Initiated></Upload>`;

  /** What lies there; asked unsigned, which s3rver lets read. */
  const look = (url: string) =>
    new Promise<{ etag: string | undefined; bytes: number }>((resolve) => {
      const [place] = url.split("?");
      const asking = http.request({ port, path: place, method: "HEAD" }, (res) => {
        res.resume();
        resolve({ etag: res.headers.etag, bytes: Number(res.headers["content-length"]) });
      });
      asking.end();
    });

  async function refusalOf({ url = "", headers }: IncomingMessage) {
    const condition = headers["if-match"];
    if (condition === undefined && headers.range === undefined) return null;
    const { etag, bytes } = await look(url);
    if (condition !== undefined && etag !== condition) return { status: 412, code: "PreconditionFailed" };
    return headers.range !== undefined && etag !== undefined && bytes === 0
      ? { status: 416, code: "InvalidRange" }
      : null;
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = req;
    asked.push(`${method} ${url}`);
    const fault = rule({ method, url });
    if (fault === "hang") return;
    if (fault === "refuse") {
      req.resume();
      res.writeHead(503).end();
      return;
    }
    if (method === "GET" && /[?&]uploads(=|&|$)/.test(url)) {
      res.writeHead(200, { "content-type": "application/xml" });
      res.end(`<ListMultipartUploadsResult>${begun.map(asUpload).join("")}</ListMultipartUploadsResult>`);
      return;
    }
    if (method === "DELETE" && url.includes("uploadId=")) {
      res.writeHead(204).end();
      return;
    }
    const refusal = await refusalOf(req);
    if (refusal) {
      req.resume();
      res.writeHead(refusal.status, { "content-type": "application/xml" });
      res.end(`<Error><Code>${refusal.code}</Code></Error>`);
      return;
    }
    const onward = http.request({ port, method, path: url, headers }, (answer) => {
      if (fault === "lose") {
        answer.resume().once("end", () => req.socket.destroy());
        return;
      }
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      if (fault === "cut")
        answer.once("data", (chunk: Buffer) =>
          res.write(chunk.subarray(0, chunk.length / 2), () => req.socket.destroy()),
        );
      else answer.pipe(res);
    });
    onward.on("error", () => req.socket.destroy());
    req.pipe(onward);
  }

  const line = http.createServer((req, res) => void serve(req, res));
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  const address = line.address() as AddressInfo;
  return {
    env: {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: `http://127.0.0.1:${address.port}`,
      S3_ACCESS_KEY_ID: "S3RVER",
      S3_SECRET_ACCESS_KEY: "S3RVER",
      MASTER_KEY: Buffer.alloc(32, 5).toString("base64"),
    },
    breakBy: (next) => void (rule = next),
    mend: () => void (rule = () => null),
    sayBegun: (uploads) => void (begun = uploads),
    asked: () => asked.splice(0),
    async close() {
      line.closeAllConnections();
      await new Promise((resolve) => line.close(resolve));
      await behind.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
