export const mediaFaults = ["denied", "missing", "busy", "unsupported"] as const;
export type MediaFault = (typeof mediaFaults)[number];

/** Why a camera or microphone did not open, by what the browser throws. */
export function mediaFaultOf(error: unknown): MediaFault {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "TypeError" ? "unsupported" : "busy";
}

export const helpers = ["wechat", "ios", "android", "desk"] as const;
/** In which words the permission is given back: by where its switch is. */
export type Helper = (typeof helpers)[number];

export function helperFor(userAgent: string): Helper {
  if (/MicroMessenger/i.test(userAgent)) return "wechat";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  return /Android|HarmonyOS/.test(userAgent) ? "android" : "desk";
}
