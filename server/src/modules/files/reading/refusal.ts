/** Why a file is not kept. Closed: every code has a text for the patient, so a new one must be added on both sides. */
export const refusalCodes = [
  "file_empty",
  "file_unsupported",
  "file_broken",
  "file_encrypted",
  "file_too_many_pixels",
  "file_too_many_pages",
  "file_timeout",
  "file_too_large",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

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
