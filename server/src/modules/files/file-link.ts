import type { Keys } from "../../platform/keys.ts";
import { AppError } from "../../platform/errors.ts";

/** `original`, `display-0` and on for each page, and `thumb-0`. */
export const isVariant = (text: string) => /^(original|thumb-0|display-\d{1,3})$/.test(text);

const LIFE_S = 600;
/** Links made within the same two minutes are identical, so that the browser cache can reuse the picture. */
const STEP_S = 120;

export interface FileLink {
  fileId: string;
  variant: string;
  /** The session it was made for; whoever opens the link is taken to be that person (R65). */
  session: string;
  exp: number;
  sig: string;
}

const signedText = ({ fileId, variant, session, exp }: Omit<FileLink, "sig">) =>
  `file-content\n${fileId}\n${variant}\n${session}\n${exp}`;

/** A link that needs no further proof, valid for 8 to 10 minutes. Make it only after the access check. */
export function linkTo(keys: Keys, now: Date, link: Pick<FileLink, "fileId" | "variant" | "session">): string {
  const exp = Math.floor(now.getTime() / 1000 / STEP_S) * STEP_S + LIFE_S;
  const sig = keys.mac(signedText({ ...link, exp }));
  return `/api/file-content/${link.fileId}/${link.variant}?exp=${exp}&session=${link.session}&sig=${sig}`;
}

/** Throws `forbidden` for a link we never made, `link_expired` for one whose time is over. */
export function checkLink(keys: Keys, now: Date, link: FileLink): void {
  if (!keys.macMatches(signedText(link), link.sig)) throw new AppError("forbidden");
  if (link.exp * 1000 <= now.getTime()) throw new AppError("link_expired");
}
