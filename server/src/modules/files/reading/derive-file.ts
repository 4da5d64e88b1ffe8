import { deriveImage } from "./derive-image.ts";
import { derivePdf } from "./derive-pdf.ts";
import type { DeriveResult } from "./derive-result.ts";
import { RefusedFile } from "./refusal.ts";
import { sniffFile } from "./sniff.ts";

export type DeriveInput = {
  /** The upload as it lies on disk; its name means nothing. */
  path: string;
  /** An existing folder that takes the derivatives. */
  outDir: string;
};

/** The whole reading of one file, in the process it is called in. Throws only for trouble that is not the file's. */
export async function deriveFile({ path, outDir }: DeriveInput): Promise<DeriveResult> {
  const sniffed = await sniffFile(path);
  if ("refusal" in sniffed) return { ok: false, refusal: sniffed.refusal };
  try {
    const derivatives =
      sniffed.kind === "pdf" ? await derivePdf(path, outDir) : await deriveImage(path, sniffed.mediaType, outDir);
    return { ok: true, ...sniffed, derivatives };
  } catch (error) {
    if (error instanceof RefusedFile) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
