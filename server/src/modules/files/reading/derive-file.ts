import { deriveImage } from "./derive-image.ts";
import { derivePdf } from "./derive-pdf.ts";
import type { DeriveResult, KeepPicture } from "./derive-result.ts";
import { RefusedFile } from "./refusal.ts";
import { sniffBytes } from "./sniff.ts";

/**
 * The whole reading of one file, in the process it is called in, and in memory alone: what people upload is never plain on
 * a disk (R67). Throws only for trouble that is not the file's.
 */
export async function deriveFile(bytes: Buffer, keep: KeepPicture): Promise<DeriveResult> {
  const sniffed = await sniffBytes(bytes);
  if ("refusal" in sniffed) return { ok: false, refusal: sniffed.refusal };
  try {
    const derivatives =
      sniffed.kind === "pdf" ? await derivePdf(bytes, keep) : await deriveImage(bytes, sniffed.mediaType, keep);
    return { ok: true, ...sniffed, derivatives };
  } catch (error) {
    if (error instanceof RefusedFile) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
