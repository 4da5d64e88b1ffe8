// oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 forwards rejected promises to the error handler
import { DataStore, ERRORS, Metadata, Server as TusServer, Upload } from "@tus/server";
import { Router, type Request, type Response } from "express";
import { MAX_FILE_BYTES, uploadMetadataSchema } from "@fuzhen/shared/files/file.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import {
  bytesReceived,
  createUpload,
  finishUpload,
  ownUpload,
  removeUpload,
  requireDiskRoom,
  runningUpload,
  takeBytes,
  UNATTACHED_DAYS,
  type FileReader,
  type FileRecord,
} from "../modules/files/index.ts";
import type { UploadTargets } from "../modules/module.ts";
import { actorOf, type Ctx, type Services } from "../platform/context.ts";
import { AppError, fieldsOfIssues } from "../platform/errors.ts";
import { runAction } from "../platform/run-action.ts";
import { nameRoute } from "./request-log.ts";
import { tusProblem } from "./tus-problems.ts";

const PATH = "/api/uploads";
const who: readonly Role[] = ["patient", "specialist"];

interface Running {
  ctx: Ctx;
  file: FileRecord;
}

export interface UploadRoutes {
  router: Router;
  /** Cuts uploads under way and waits until their bytes are stored; clients resume after the restart. */
  close(): Promise<void>;
}

/**
 * tus 1.0.0 (creation, termination, expiration). Which uploads exist, and whose they are, is in the rows of the files
 * module; @tus/server only receives and counts the bytes. Creation is handled here: the same uploadKey gets the same
 * Location, and a client continues after asking HEAD for the offset (tus-js-client does that after the 409 of its
 * PATCH).
 */
export function createUploadRoutes(services: Services, targets: UploadTargets, reader: FileReader): UploadRoutes {
  /** For the hooks of @tus/server: which upload a request belongs to. */
  const uploads = new WeakMap<object, Running>();
  const underWay = new Set<Request>();
  const ends = new Set<Promise<unknown>>();
  let closing = false;

  const track = <T>(work: Promise<T>): Promise<T> => {
    const end = work.catch(() => undefined).finally(() => ends.delete(end));
    ends.add(end);
    return work;
  };

  const tus = new TusServer({
    path: PATH,
    datastore: createStore(services, track),
    relativeLocation: true,
    maxSize: MAX_FILE_BYTES,
    // Same origin only.
    allowedOrigins: () => false,
    // Use the id that was authorised: tus would parse another from the end of the address, including the query.
    getFileIdFromRequest: (req) => uploads.get(req.runtime?.node?.req ?? req)?.file.uploadId,
    async onUploadFinish(req) {
      const node = req.runtime?.node;
      const running = node && uploads.get(node.req);
      if (!running || !(await track(finishUpload(running.ctx, running.file)))) throw new AppError("unavailable");
      reader.poke();
      return {};
    },
    onResponseError(req, error) {
      const node = req.runtime?.node;
      const requestId = node && uploads.get(node.req)?.ctx.requestId;
      return tusProblem(error, { log: services.log, requestId: requestId ?? "", res: node?.res });
    },
  });

  async function handOver(req: Request, res: Response, running: Running): Promise<void> {
    uploads.set(req, running);
    underWay.add(req);
    // Express strips the mount path; tus needs a complete path, without anything else the caller wrote there.
    req.url = `${PATH}/${running.file.uploadId}`;
    // When the client is gone the reply never ends; then it counts that its bytes are stored (see close).
    const gone = new Promise<void>((resolve) => void res.once("close", resolve));
    await Promise.race([tus.handle(req, res), gone]).finally(() => underWay.delete(req));
  }

  const act = <T>(res: Response, verb: string, run: (ctx: Ctx) => Promise<T>): Promise<T> => {
    const ctx = res.locals.ctx as Ctx;
    return runAction({ name: `uploads.${verb}`, who, byHand: verb !== "head" }, ctx, async () => {
      if (closing) throw new AppError("unavailable");
      return run(ctx);
    });
  };
  const uploadOf = (ctx: Ctx, req: Request) => ownUpload(ctx, String(req.params.uploadId));

  const router = Router();
  router.use((req, res, next) => {
    nameRoute(res, req.path === "/" ? PATH : `${PATH}/:uploadId`);
    res.setHeader("tus-resumable", "1.0.0");
    res.setHeader("cache-control", "no-store");
    if (req.method === "OPTIONS" || req.get("tus-resumable") === "1.0.0") return next();
    // The protocol asks for 412 and the version; there is no problem code for a client that does not speak tus.
    res.setHeader("tus-version", "1.0.0");
    res.status(412).end();
  });

  router.options("/", (req, res) => {
    req.url = PATH;
    return tus.handle(req, res);
  });

  router.post("/", async (req, res) => {
    const file = await act(res, "create", (ctx) =>
      services.lines.uploads.run(actorOf(ctx).userId, () => createUpload(ctx, announced(req), targets)),
    );
    res.setHeader("location", `${PATH}/${file.uploadId}`);
    sayExpiry(res, file);
    res.status(201).end();
  });

  router.head("/:uploadId", async (req, res) => {
    const { ctx, file, finished } = await act(res, "head", async (ctx) => {
      const file = await uploadOf(ctx, req);
      return { ctx, file, finished: await finishUpload(ctx, file) };
    });
    if (finished) {
      // The bytes have moved to the store already; a client that lost the last reply must still be told that it is
      // done.
      reader.poke();
      res.setHeader("upload-offset", file.bytes);
      res.setHeader("upload-length", file.bytes);
      res.status(200).end();
      return;
    }
    sayExpiry(res, file);
    await handOver(req, res, { ctx, file });
  });

  router.patch("/:uploadId", async (req, res) => {
    const running = await act(res, "patch", async (ctx) => {
      const file = await uploadOf(ctx, req);
      if (await finishUpload(ctx, file)) throw new AppError("illegal_state");
      await requireDiskRoom(ctx);
      return { ctx, file };
    });
    sayExpiry(res, running.file);
    await services.lines.uploads.run(running.file.ownerUserId, () => handOver(req, res, running));
  });

  router.delete("/:uploadId", async (req, res) => {
    await act(res, "delete", async (ctx) => removeUpload(ctx, await uploadOf(ctx, req)));
    reader.poke();
    res.status(204).end();
  });

  return {
    router,
    async close() {
      closing = true;
      for (const req of underWay) req.destroy(new Error("server stops"));
      await Promise.all(ends);
    },
  };
}

/** Length and metadata of a creation, parsed. */
function announced(req: Request) {
  const length = req.get("upload-length") ?? "";
  if (!/^\d{1,15}$/.test(length)) throw new AppError("invalid_input", [{ path: "Upload-Length", code: "required" }]);
  const parsed = uploadMetadataSchema.safeParse(readMetadata(req.get("upload-metadata")));
  if (!parsed.success) throw new AppError("invalid_input", fieldsOfIssues(parsed.error.issues));
  return { metadata: parsed.data, bytes: Number(length) };
}

function readMetadata(header: string | undefined): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    throw new AppError("invalid_input", [{ path: "Upload-Metadata", code: "invalid" }]);
  }
}

function sayExpiry(res: Response, file: FileRecord): void {
  res.setHeader("upload-expires", new Date(file.createdAt.getTime() + UNATTACHED_DAYS * DAY_MS).toUTCString());
}

/** What @tus/server asks for: how far an upload is, and to take in bytes. Its state is in its row and its pieces only. */
function createStore(services: Services, track: <T>(work: Promise<T>) => Promise<T>): DataStore {
  const store = new DataStore();
  store.extensions = ["creation", "termination", "expiration"];
  store.getUpload = async (id) => {
    const file = await runningUpload(id);
    if (!file) throw ERRORS.FILE_NOT_FOUND;
    return new Upload({ id, size: file.bytes, offset: await bytesReceived(services, file) });
  };
  store.write = (bytes, id, offset) => track(takeBytes(services, { uploadId: id }, offset, bytes));
  return store;
}
