import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { checkFileLink, openFileContent } from "../modules/files/index.ts";
import { requireFileRead } from "../modules/oversight/index.ts";
import type { Ctx } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import { describeFault } from "../platform/describe-fault.ts";
import { cutWhenStill } from "./cut-when-still.ts";
import { nameRoute } from "./request-log.ts";

/** A phone may be in a tunnel for a while; what it has is kept, and asked for on from there. */
const STILL_MS = 60_000;

const linkSchema = z.object({
  fileId: idSchema,
  variant: z.string(),
  session: idSchema,
  exp: z.coerce.number().int(),
  sig: z.string().max(64),
});

/**
 * Streams the bytes a signed link refers to. Uploads come from strangers: our own media type only, no sniffing, no
 * scripts, no frames, and originals only as a download.
 */
export async function sendFileContent(req: Request, res: Response): Promise<void> {
  const ctx = res.locals.ctx as Ctx;
  nameRoute(res, "/api/file-content/:fileId/:variant");
  const link = linkSchema.safeParse({ ...req.query, ...req.params });
  if (!link.success) throw new AppError("forbidden");
  // Before anything is looked for: whoever holds the link counts, and waits behind their own other files alone.
  checkFileLink(ctx, link.data);
  await ctx.limits.consume("account", link.data.session);
  res.once("close", await ctx.lines.calls.enter(`session:${link.data.session}`));
  const content = await openFileContent(ctx, link.data);
  const range = rangeOf(req.get("range"), content.bytes);
  await requireFileRead(ctx, { link: link.data, file: content.file, part: range !== null });
  res.setHeader("content-type", content.mediaType);
  res.setHeader("x-content-type-options", "nosniff");
  res.setHeader("content-security-policy", "default-src 'none'; sandbox");
  res.setHeader("cache-control", "private, max-age=600");
  res.setHeader("content-disposition", content.downloadName === null ? "inline" : attachment(content.downloadName));
  res.setHeader("accept-ranges", "bytes");
  if (range === "unsatisfiable") {
    res.setHeader("content-range", `bytes */${content.bytes}`);
    res.status(416).end();
    return;
  }
  cutWhenStill(req, STILL_MS);
  const { start, end } = range ?? { start: 0, end: content.bytes - 1 };
  res.setHeader("content-length", end - start + 1);
  if (range) res.status(206).setHeader("content-range", `bytes ${start}-${end}/${content.bytes}`);
  await pipeline(content.read({ start, end }), res).catch((error: unknown) => {
    // The reader went away or reading failed. The headers are sent already, so all that is left is to cut the
    // connection.
    if (!res.destroyed || !res.headersSent)
      ctx.log.warn({ requestId: ctx.requestId, error: describeFault(error) }, "file not sent");
    res.destroy();
  });
}

/**
 * Content-Disposition by RFC 6266 with the name encoded by RFC 8187: Chinese names survive, and quotes or line breaks
 * cannot escape.
 */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="file"; filename*=UTF-8''${encoded}`;
}

/** One byte range (RFC 9110 section 14). Null means the whole file, also for a range we do not understand. */
function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (!match[1] && !match[2])) return null;
  const suffix = match[1] ? null : Number(match[2]);
  const start = suffix === null ? Number(match[1]) : Math.max(0, bytes - suffix);
  const end = suffix === null && match[2] ? Math.min(Number(match[2]), bytes - 1) : bytes - 1;
  if (start >= bytes || suffix === 0) return "unsatisfiable";
  return end < start ? null : { start, end };
}
