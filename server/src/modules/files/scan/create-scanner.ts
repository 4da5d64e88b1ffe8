import type { Env } from "../../../env.ts";
import { createClamd } from "./clamd.ts";
import type { Scanner } from "./scanner.ts";

/** The scanner of the settings; null: files are not scanned, which their rows and the page of health say. */
export const createScanner = ({ CLAMAV_URL }: Pick<Env, "CLAMAV_URL">): Scanner | null =>
  CLAMAV_URL === undefined ? null : createClamd(new URL(CLAMAV_URL));

export async function scannerState(env: Pick<Env, "CLAMAV_URL">): Promise<"none" | "answers" | "away"> {
  const scanner = createScanner(env);
  if (!scanner) return "none";
  return (await scanner.answers()) ? "answers" : "away";
}
