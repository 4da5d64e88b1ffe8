import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DemoAccount, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { newIdNumber, patientBody } from "../support/make-patient.ts";
import { callReal, startRealServer } from "../support/real-server.ts";
import { newPhone, TEST_PASSWORD } from "../support/make-user.ts";

const told = { name: "司马青禾", phone: newPhone(), idNumber: newIdNumber(), fault: "诊断：系统性红斑狼疮" };

/** Loaded into the server beside its own code: errors that nobody catches, with words of people in their messages. */
const saboteur = `data:text/javascript,${encodeURIComponent(`
  const fault = () => new Error(decodeURIComponent("${encodeURIComponent(told.fault)}") + "\\n    at ${encodeURIComponent(told.name)} (x:1:1)");
  process.on("SIGUSR2", () => void Promise.reject(fault()));
  process.on("SIGWINCH", () => setTimeout(() => { throw fault(); }, 0));
`)}`;

/** Takes text messages as a gateway does, so that the demo prints none on the console. */
async function startGateway() {
  const codes: string[] = [];
  const server = createServer(async (req, res) => {
    codes.push(((await json(req)) as { code: string }).code);
    res.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/sms`, codes, close: () => void server.close() };
}

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "fuzhen-privacy-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test("a process at debug level prints no word of people, not even when it dies of an error that holds them", async () => {
  const gateway = await startGateway();
  const env = { DEMO: "true", LOG_LEVEL: "debug", SMS_URL: gateway.url, NODE_OPTIONS: `--import ${saboteur}` };
  const server = await startRealServer(dataDir, env);
  await callReal(server, "POST", "/codes", { body: { phone: told.phone, purpose: "sign-up" } });
  const code = gateway.codes.at(-1) ?? "";
  expect(code).toMatch(/^\d{6}$/);
  const body = { phone: told.phone, password: TEST_PASSWORD, code, noticeAccepted: true };
  const as = (await callReal<Session>(server, "POST", "/accounts", { body }))?.data.accessToken ?? "";
  const patient = patientBody({ name: told.name, idNumber: told.idNumber });
  expect((await callReal<Patient>(server, "POST", "/patients", { as, body: patient }))?.status).toBe(201);
  await callReal(server, "POST", "/patients", { as, body: patient });
  await callReal(server, "GET", `/patients/${encodeURIComponent(told.name)}`, { as });
  const demo = (await callReal<DemoAccount[]>(server, "GET", "/accounts/demo"))?.data ?? [];
  expect(demo.length).toBeGreaterThan(0);
  for (const { phone, password } of demo) await callReal(server, "POST", "/sessions", { body: { phone, password } });

  server.signal("SIGUSR2");
  await expect.poll(() => server.log.join("\n")).toContain("unhandled rejection");
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  server.signal("SIGWINCH");
  expect(await server.ended).toBe(1);

  // The greeting names the product and nobody.
  const log = server.log.filter((line) => !line.includes("复诊桥 Fuzhen: http")).join("\n");
  expect(log).toContain("uncaught exception");
  gateway.close();
  // Between quotes or blanks: six digits alone turn up in any id.
  expect(log).not.toMatch(new RegExp(`["\\s:]${code}["\\s,]`));
  const words = [...Object.values(told), as, TEST_PASSWORD, ...demo.flatMap(({ name, phone }) => [name, phone])];
  expect(words.filter((word) => log.includes(word))).toEqual([]);
  expect(log.match(/[\p{Script=Han}]|%E[4-9]%|\\u[4-9]/u)).toBeNull();
});
