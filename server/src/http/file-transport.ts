import { Router } from "express";
import { createFileReader } from "../modules/files/index.ts";
import type { UploadTargets } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import { sendFileContent } from "./file-content-route.ts";
import { createUploadRoutes } from "./upload-routes.ts";

export interface FileTransport {
  router: Router;
  /** Starts reading uploaded files; call after the database is connected. */
  start(): Promise<void>;
  /** Cuts uploads under way, which can be resumed, and stops reading files, which is resumed too. */
  close(): Promise<void>;
}

/** What JSON cannot carry: bytes in by tus at `/uploads`, bytes out by signed links at `/file-content`. */
export function createFileTransport(services: Services, targets: UploadTargets): FileTransport {
  const reader = createFileReader(services);
  const uploads = createUploadRoutes(services, targets, reader);
  const router = Router();
  router.use("/uploads", uploads.router);
  router.get("/file-content/:fileId/:variant", sendFileContent);
  return {
    router,
    start: () => reader.start(),
    async close() {
      await uploads.close();
      await reader.close();
    },
  };
}
