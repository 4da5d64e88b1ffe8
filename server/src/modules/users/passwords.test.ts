import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { breachedPasswords, isBreached } from "./breached-passwords.ts";
import { DEMO_PASSWORD } from "../accounts/demo-accounts.ts";
import { passwordCost } from "./password-cost.ts";
import { hashPassword, passwordFits } from "./passwords.ts";

const phone = "13812345678";

describe("passwords that are guessed first", () => {
  it.each([
    "12345678",
    "password",
    "PASSWORD",
    " iloveyou ",
    "1qaz2wsx",
    "woaini1314",
    phone,
    `wo${phone}`,
    "aaaaaaaaa",
    "abababab",
    "Fuzhen@2026",
    "fuzhenqiao1",
    "admin-2026!",
    "复诊桥医院2026",
    "Doctor.Doctor",
  ])("refuses %s", (password) => {
    expect(isBreached(password, phone)).toBe(true);
  });
  it.each(["correct horse battery", "六月的雨落在桥上", "doctor of rivers", "20261125#88", DEMO_PASSWORD])(
    "lets %s pass",
    (password) => {
      expect(isBreached(password, phone)).toBe(false);
    },
  );
  it("holds nothing that length refuses anyway", () => {
    expect(breachedPasswords.size).toBeGreaterThan(1500);
    expect(
      [...breachedPasswords].filter((password) => password.length < 8 || password !== password.toLowerCase()),
    ).toEqual([]);
  });
});

it("stores argon2id and lets only the right password pass", async () => {
  const hash = await hashPassword("river-lantern-42");
  expect(hash).toMatch(/^\$argon2id\$v=19\$/);
  expect(await passwordFits(hash, "river-lantern-42")).toBe(true);
  expect(await passwordFits(hash, "river-lantern-43")).toBe(false);
  expect(await passwordFits(null, "decoy")).toBe(false);
});

it("costs a real process 19 MiB and two passes (OWASP's minimum), whatever the tests themselves take", async () => {
  const passwords = new URL("./passwords.ts", import.meta.url).href;
  const script = `console.log(await (await import(${JSON.stringify(passwords)})).hashPassword("river-lantern-42"))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(passwordCost.memoryCost, "the tests' own").toBeLessThan(19_456);
});
