import type { FileRefusal } from "@fuzhen/shared/files/file.schema.ts";

/** Why a file is not kept. Closed: every code has a text for the patient, so a new one must be added there too. */
export type RefusalCode = FileRefusal;

export type Refusal = { refusal: RefusalCode };

/**
 * Thrown inside the reading code only, to leave nested decoding loops at once. Anything else that is thrown there is
 * our own trouble (disk full, a missing package) and must never be shown to the patient as a fault of the file.
 */
export class RefusedFile extends Error {
  readonly refusal: RefusalCode;

  constructor(refusal: RefusalCode, cause?: unknown) {
    super(refusal, { cause });
    this.refusal = refusal;
  }
}

/** Runs third-party decoding; whatever it throws means that the file, not the server, is at fault. */
export async function orBroken<T>(decode: () => T | Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    throw cause instanceof RefusedFile ? cause : new RefusedFile("file_broken", cause);
  }
}
