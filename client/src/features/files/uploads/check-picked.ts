import { MAX_FILE_BYTES, MAX_FILES_PER_REPORT } from "@fuzhen/shared/files/file.rules.ts";

export type PickFault = "file_empty" | "file_too_large" | "too_many" | "picked_twice";
type Picked = Pick<File, "name" | "size">;

export interface RefusedPick {
  name: string;
  fault: PickFault;
}

/**
 * Which of the chosen files can be uploaded, by the server's own limits, before a byte is sent. A file with the same
 * name and size as one already there counts as chosen twice.
 */
export function checkPicked<F extends Picked>(
  picked: readonly F[],
  there: readonly { name: string; bytes: number }[],
): { accepted: F[]; refused: RefusedPick[] } {
  const accepted: F[] = [];
  const refused: RefusedPick[] = [];
  const seen = new Set(there.map(({ name, bytes }) => `${name}/${bytes}`));
  for (const file of picked) {
    const fault = faultOf(file, seen, there.length + accepted.length);
    if (fault) refused.push({ name: file.name, fault });
    else accepted.push(file);
    seen.add(`${file.name}/${file.size}`);
  }
  return { accepted, refused };
}

function faultOf(file: Picked, seen: ReadonlySet<string>, count: number): PickFault | null {
  if (file.size === 0) return "file_empty";
  if (file.size > MAX_FILE_BYTES) return "file_too_large";
  if (seen.has(`${file.name}/${file.size}`)) return "picked_twice";
  return count >= MAX_FILES_PER_REPORT ? "too_many" : null;
}
