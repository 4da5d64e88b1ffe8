import { expect, test } from "vitest";
import { helperFor, mediaFaultOf } from "./media-fault.ts";

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["NotReadableError", "busy"],
  ["TypeError", "unsupported"],
] as const)("%s is %s", (name, fault) => expect(mediaFaultOf(Object.assign(new Error("no"), { name }))).toBe(fault));

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0", "wechat"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "ios"],
  ["Mozilla/5.0 (Linux; Android 12; HarmonyOS) Chrome/99.0 Mobile Safari/537.36", "android"],
  ["Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0", "desk"],
] as const)("%s is helped as %s", (userAgent, helper) => expect(helperFor(userAgent)).toBe(helper));
