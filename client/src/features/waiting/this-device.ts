import type { WaitingDevice } from "@fuzhen/shared/waiting/waiting.schema.ts";

interface Line {
  type?: string;
  effectiveType?: string;
}
/** What of the browser tells how somebody waits. */
export interface Browser {
  connection?: Line | undefined;
  /** Fingers, not a mouse. */
  coarse: boolean;
  /** CSS pixels of the shorter side of the screen. */
  side: number;
}

/** As the browser reports it, in three words and no finer: it must not tell one phone from another. */
export function deviceOf({ connection, coarse, side }: Browser): Pick<WaitingDevice, "kind" | "line"> {
  const kind = !coarse ? "computer" : side < 600 ? "phone" : "tablet";
  const { type, effectiveType = "" } = connection ?? {};
  if (/2g|3g/.test(effectiveType)) return { kind, line: "slow" };
  const line = type === "wifi" ? "wifi" : type === "ethernet" ? "wired" : type === "cellular" ? "mobile" : "unknown";
  return { kind, line };
}

export const thisDevice = (): Pick<WaitingDevice, "kind" | "line"> =>
  deviceOf({
    connection: (navigator as { connection?: Line }).connection,
    coarse: matchMedia("(pointer: coarse)").matches,
    side: Math.min(screen.width, screen.height),
  });
