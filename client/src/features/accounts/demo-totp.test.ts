// @vitest-environment node
import { expect, test } from "vitest";
import { totpAt } from "./demo-totp.ts";

// RFC 6238, appendix B: the secret is the ASCII "12345678901234567890"; its codes of 8 digits end in these 6.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("at %i s it is %s", async (seconds, code) => {
  expect(await totpAt(secret, seconds * 1000)).toBe(code);
});
