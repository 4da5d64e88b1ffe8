import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { newPhone } from "../support/make-user.ts";
import { runOperator } from "../support/run-command.ts";
import { startTestApp } from "../support/test-app.ts";

const hospital = {
  name: "新桥医院",
  level: "二级甲等",
  licenceNumber: "PDY99900099910119A1009",
  address: "北京市东城区新桥路 9 号",
};
const phone = newPhone();

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-organization-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const env = () => ({ DATA_DIR: dataDir, DEMO: "false", LOG_LEVEL: "silent" });
const passwordIn = (out: string) => /said once: (\S+)$/m.exec(out)?.[1] ?? "";

test("without a server: makes the institution and its security admin, whose password opens nothing but its change", async () => {
  const file = path.join(dataDir, "hospital.json");
  await writeFile(file, JSON.stringify({ ...hospital, admin: { name: "韩立新", phone } }));
  const made = await runOperator("add-organization", [file], env());
  expect([made.code, made.err]).toEqual([0, ""]);
  expect(passwordIn(made.out)).toMatch(/^[0-9a-f]{6}(-[0-9a-f]{6}){3}$/);

  const app = await startTestApp({ dataDir });
  try {
    const signedIn = await app.call<Session>("POST", "/sessions", { body: { phone, password: passwordIn(made.out) } });
    expect(signedIn.data.me).toMatchObject({
      role: "admin",
      duty: "security",
      mustChangePassword: true,
      organization: { name: hospital.name },
    });
    const closed = await app.call("GET", "/admin/staff", { as: signedIn.data.accessToken });
    expect(closed.status).toBe(403);

    // Beside the server, by flags: the same licence is the same institution, with one admin more.
    const flags = { ...hospital, licence: hospital.licenceNumber, "admin-name": "许文清", "admin-phone": newPhone() };
    const args = Object.entries(flags).flatMap(([name, value]) =>
      name === "licenceNumber" ? [] : [`--${name}`, value],
    );
    const more = await runOperator("add-organization", args, env());
    expect([more.code, more.err]).toEqual([0, ""]);
    expect(more.out.split("\n")[0]).toBe(made.out.split("\n")[0]);
    const again = await runOperator("add-organization", args, env());
    expect([again.code, again.out, again.err]).toEqual([1, "", "this number has an account already\n"]);
  } finally {
    await app.close();
  }
});

test("says which fields are wrong, and makes nothing", async () => {
  const refused = await runOperator("add-organization", ["--name", "无名医院", "--admin-phone", "123"], env());
  expect(refused.code).toBe(1);
  expect(refused.err).toContain("licenceNumber: required");
  expect(refused.err).toContain("admin.phone: phone");
});
