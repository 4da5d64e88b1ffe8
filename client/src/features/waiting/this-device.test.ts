import { expect, test } from "vitest";
import { deviceOf, type Browser } from "./this-device.ts";

test.each<[Browser, string, string]>([
  [{ coarse: true, side: 390, connection: { type: "wifi", effectiveType: "4g" } }, "phone", "wifi"],
  [{ coarse: true, side: 390, connection: { type: "cellular", effectiveType: "3g" } }, "phone", "slow"],
  [{ coarse: true, side: 390, connection: { type: "cellular", effectiveType: "4g" } }, "phone", "mobile"],
  [{ coarse: true, side: 820 }, "tablet", "unknown"],
  [{ coarse: false, side: 1080, connection: { type: "ethernet" } }, "computer", "wired"],
  [{ coarse: false, side: 720, connection: { effectiveType: "slow-2g" } }, "computer", "slow"],
])("%j waits by a %s over %s", (browser, kind, line) => expect(deviceOf(browser)).toEqual({ kind, line }));
