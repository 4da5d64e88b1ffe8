import type { Keys } from "../../platform/keys.ts";
import { AppError } from "../../platform/errors.ts";

/** `original`, `display-0` … one per page, and `thumb-0`. */
export const isVariant = (text: string) => /^(original|thumb-0|display-\d{1,3})$/.test(text);

const LIFE_S = 600;
/** Links made within the same two minutes are equal, so that a browser's cache finds the picture again. */
const STEP_S = 120;

const signedText = (fileId: string, variant: string, expires: number) =>
  `file-content\n${fileId}\n${variant}\n${expires}`;

/** A link that opens for whoever holds it, for 8 to 10 minutes; made only after the access check. */
export function linkTo(keys: Keys, now: Date, fileId: string, variant: string): string {
  const expires = Math.floor(now.getTime() / 1000 / STEP_S) * STEP_S + LIFE_S;
  return `/api/file-content/${fileId}/${variant}?exp=${expires}&sig=${keys.mac(signedText(fileId, variant, expires))}`;
}

/** Throws `forbidden` for a link we never made, `link_expired` for one whose time is over. */
export function checkLink(
  keys: Keys,
  now: Date,
  link: { fileId: string; variant: string; exp: number; sig: string },
): void {
  if (!keys.macMatches(signedText(link.fileId, link.variant, link.exp), link.sig)) throw new AppError("forbidden");
  if (link.exp * 1000 <= now.getTime()) throw new AppError("link_expired");
}
