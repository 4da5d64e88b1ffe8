import { deriveImage } from "./derive-image.ts";
import { derivePdf } from "./derive-pdf.ts";
import type { DeriveResult, KeepPicture } from "./derive-result.ts";
import { maxPages } from "./limits.ts";
import { RefusedFile } from "./refusal.ts";
import { sniffBytes } from "./sniff.ts";

/**
 * Reads one file completely, in the calling process and in memory only, so that nothing people upload is ever on disk
 * unencrypted (R67). Draws at most so many pages. Throws only for faults of ours, not of the file.
 */
export async function deriveFile(bytes: Buffer, keep: KeepPicture, most = maxPages): Promise<DeriveResult> {
  const sniffed = await sniffBytes(bytes);
  if ("refusal" in sniffed) return { ok: false, refusal: sniffed.refusal };
  try {
    const derivatives =
      sniffed.kind === "pdf"
        ? await derivePdf(bytes, keep, most)
        : await deriveImage(bytes, sniffed.mediaType, keep, most);
    return { ok: true, ...sniffed, derivatives };
  } catch (error) {
    if (error instanceof RefusedFile) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
