import { Router } from "express";
import { createFileReader } from "../modules/files/index.ts";
import type { UploadTargets } from "../modules/module.ts";
import type { Services } from "../platform/context.ts";
import { sendFileContent } from "./file-content-route.ts";
import { createUploadRoutes } from "./upload-routes.ts";

export interface FileTransport {
  router: Router;
  /** The reading of files begins; call after the database is connected. */
  start(): Promise<void>;
  /** Cuts uploads under way (they resume) and ends the reading (it is taken up again). */
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
