import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema } from "../fields.ts";
import { fileSchema } from "./file.schema.ts";

const tags = ["files"];

export const filesApi = {
  /** State of one upload of the caller's own: processing, ready or refused and why. */
  get: endpoint(["patient", "specialist"])
    .route({ method: "GET", path: "/files/{fileId}", tags })
    .input(z.object({ fileId: idSchema }))
    .output(fileSchema),
  /** Finds one of the caller's uploads by its key, even if interrupted; null when the server does not know it. */
  byKey: endpoint(["patient", "specialist"])
    .route({ method: "GET", path: "/uploads-by-key/{uploadKey}", tags })
    .input(z.object({ uploadKey: z.uuid() }))
    .output(fileSchema.nullable()),
};
