import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  type GetObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Logger } from "pino";
import { checkKey, inPieces, ReplacedError, type ByteStore, type OpenBytes } from "./byte-store.ts";
import { describeFault } from "./describe-fault.ts";
import { AppError } from "./errors.ts";
import type { S3Settings } from "./s3-settings.ts";

/** The smallest part of a multipart upload that S3 allows; what is shorter goes up in one request. */
const PART_BYTES = 5 * 1024 * 1024;
/** Comes with the answer that an object is there: the header of a sealed object, and small objects whole. */
const FIRST_BYTES = 4096;
/** Longest wait for a connection, between two bytes, and for an answer; each is tried three times. */
type Limits = {
  connectionTimeout?: number;
  socketTimeout?: number;
  requestTimeout: number;
  throwOnRequestTimeout: true;
};
const LIMITS: Limits = {
  connectionTimeout: 2000,
  socketTimeout: 10_000,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
};

/** S3's names for "there is no such thing", and for a version that is no longer there. */
const missing = new Set(["NoSuchKey", "NotFound", "NoSuchUpload"]);
const isMissing = (error: unknown) => error instanceof S3ServiceException && missing.has(error.name);
const isReplaced = (error: unknown) =>
  error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 412 || missing.has(error.name));

/**
 * A bucket of any server that speaks S3 (`S3_*`). It is asked for what all of them have, and for conditional writes
 * (If-Match): where the server ignores those, an object removed while `rotate-keys` rewrites it may come back, and
 * check-data names it. When the bucket does not answer, every call throws `unavailable` and nothing is half done.
 */
export function createS3Bytes(
  settings: S3Settings,
  log: Logger,
  limits: Limits = LIMITS,
): ByteStore & { close(): void } {
  const { bucket, prefix } = settings;
  const client = new S3Client({
    region: settings.region,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    forcePathStyle: settings.pathStyle,
    credentials: settings.credentials,
    maxAttempts: 3,
    requestHandler: limits,
    // Newer checksums are unknown to other servers than Amazon's; bodies are signed, and sealed by ourselves.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });

  /** Faults of the bucket become `unavailable`; the answers that callers handle stay what they are. */
  function named(error: unknown): unknown {
    if (isReplaced(error) || error instanceof ReplacedError || error instanceof AppError) return error;
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    log.error({ error: describeFault(error), status }, "the bucket does not answer as it should");
    return new AppError("unavailable");
  }
  async function ask<T>(answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      throw named(error);
    });
  }
  const orNull = async <T>(answer: Promise<T>): Promise<T | null> =>
    ask(answer).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
      return null;
    });

  const place = (key: string) => {
    checkKey(key);
    return { Bucket: bucket, Key: prefix + key };
  };

  /** One request for a range; the answer is of one version whatever happens meanwhile. */
  async function* range(key: string, start: number, end: number, etag: string): AsyncGenerator<Buffer> {
    const asked = { ...place(key), Range: `bytes=${start}-${end}`, IfMatch: etag };
    try {
      const { Body } = await client.send(new GetObjectCommand(asked));
      for await (const chunk of Body as AsyncIterable<Buffer>) yield chunk;
    } catch (error) {
      throw isReplaced(error) ? new ReplacedError() : named(error);
    }
  }

  async function open(key: string): Promise<OpenBytes | null> {
    const asked = { ...place(key), Range: `bytes=0-${FIRST_BYTES - 1}` };
    const found = await orNull(client.send(new GetObjectCommand(asked)).then(firstOf, emptyOrThrow));
    if (!found) return null;
    const { first, size, etag } = found;
    return {
      size,
      read: (start, end) =>
        (Math.min(end, size - 1) < first.length
          ? [first.subarray(start, end + 1)].values()
          : range(key, start, end, etag)) as AsyncIterable<Buffer>,
      close: async () => undefined,
    };
  }

  async function writeInParts(
    to: { Bucket: string; Key: string },
    parts: AsyncIterable<Buffer>,
    over: { IfMatch?: string },
  ): Promise<void> {
    const { UploadId } = await ask(client.send(new CreateMultipartUploadCommand(to)));
    const upload = { ...to, UploadId };
    try {
      const done: { PartNumber: number; ETag: string | undefined }[] = [];
      for await (const Body of parts) {
        const PartNumber = done.length + 1;
        const { ETag } = await ask(client.send(new UploadPartCommand({ ...upload, PartNumber, Body })));
        done.push({ PartNumber, ETag });
      }
      await ask(
        client.send(new CompleteMultipartUploadCommand({ ...upload, ...over, MultipartUpload: { Parts: done } })),
      );
    } catch (error) {
      // What this does not reach is dropped a day later.
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }

  async function* keys(folder?: string, after?: string): AsyncGenerator<string> {
    if (folder !== undefined) checkKey(folder);
    const below = folder === undefined ? prefix : `${prefix}${folder}/`;
    const StartAfter = after === undefined ? undefined : prefix + after;
    let ContinuationToken: string | undefined;
    do {
      const page = await ask(
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: below, StartAfter, ContinuationToken })),
      );
      for (const { Key } of page.Contents ?? []) if (Key) yield Key.slice(prefix.length);
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
  }

  return {
    async write(key, parts, { onlyOver } = { onlyOver: false }) {
      const to = place(key);
      const over: { IfMatch?: string } = {};
      if (onlyOver) {
        const found = await orNull(client.send(new HeadObjectCommand(to)));
        if (!found?.ETag) return false;
        over.IfMatch = found.ETag;
      }
      const pieces = inPieces(parts, PART_BYTES);
      const first = (await pieces.next()).value ?? Buffer.alloc(0);
      const second = await pieces.next();
      try {
        if (second.done) await ask(client.send(new PutObjectCommand({ ...to, ...over, Body: first })));
        else await writeInParts(to, following([first, second.value], pieces), over);
      } catch (error) {
        if (onlyOver && isReplaced(error)) return false;
        throw error;
      }
      return true;
    },
    open,
    async remove(key) {
      const to = place(key);
      for await (const below of keys(key)) await ask(client.send(new DeleteObjectCommand(place(below))));
      await ask(client.send(new DeleteObjectCommand(to)));
    },
    keys,
    async dropUnfinished() {
      // Other servers are at work on the same bucket, so only what no writer can be busy with any more.
      const before = Date.now() - DAY_MS;
      const { Uploads } = await ask(client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix })));
      for (const { Key, UploadId, Initiated } of Uploads ?? [])
        if (Initiated && Initiated.getTime() < before)
          await orNull(client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })));
    },
    close: () => client.destroy(),
  };
}

async function* following(first: Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  yield* rest;
}

const firstOf = async ({ Body, ContentRange, ContentLength, ETag }: GetObjectCommandOutput) => ({
  first: Buffer.from((await Body?.transformToByteArray()) ?? []),
  size: Number(/\/(\d+)$/.exec(ContentRange ?? "")?.[1] ?? ContentLength),
  etag: ETag ?? "",
});

/** An empty object has no range to give. */
function emptyOrThrow(error: unknown) {
  if (error instanceof S3ServiceException && error.name === "InvalidRange")
    return { first: Buffer.alloc(0), size: 0, etag: "" };
  throw error;
}
