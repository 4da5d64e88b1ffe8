import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { contract } from "@fuzhen/shared/contract.ts";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import { clientCommands, type ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import { mayEnter, roles, type Role } from "@fuzhen/shared/roles.ts";
import { operators, placesOf, replaceAt, requestOf, sampleOf } from "@fuzhen/shared/testing/hostile-inputs.ts";
import { corpusFile } from "../../src/modules/files/reading/testing/corpus.ts";
import { signInAs } from "../support/make-account.ts";
import { long, someOf } from "../support/long.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { tusMetadata } from "../support/make-file.ts";
import { makePatient } from "../support/make-patient.ts";
import { makeReport } from "../support/make-report.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/** What a stranger must never be shown, whatever they send: words of a visit that is not theirs. */
const secrets = ["欧阳澜澈", "膜性肾病二期", "雾灵山疗养院", "夜里腿肿得睡不着"];

let app: TestApp;
let corpus: string[];
const known: Record<string, string> = {};
const tokens = new Map<Role, string>();
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  const patient = await makePatient(app, { name: "欧阳澜澈" });
  const report = await makeReport(app, patient, { title: "膜性肾病二期", performer: "雾灵山疗养院" });
  const visit = await makeConsultation(app, { patient });
  const message = { clientMessageId: randomUUID(), text: "夜里腿肿得睡不着" };
  const at = `/consultations/${visit.consultationId}/messages`;
  const said = await app.call("POST", at, { as: patient.account.token, body: message });
  if (said.status !== 200) throw new Error(`message answered ${said.status}`);
  Object.assign(known, {
    patientId: patient.id,
    reportId: report.id,
    consultationId: visit.consultationId,
    appointmentId: visit.appointmentId,
    specialistId: visit.specialist.specialistId,
    phone: patient.account.phone,
  });
  for (const role of roles) tokens.set(role, await signInAs(app, role));
  // Limits are off: a request that they refuse is not looked at, and these tests are about what is looked at.
  app.app.services.limits.consume = async () => undefined;
  app.app.services.limits.check = async () => undefined;
  const text = await readFile(corpusFile("fuzz-strings/nosql_mongodb_patt.txt"), "utf8");
  corpus = text.split("\n").filter(Boolean);
  if (corpus.length < 15) throw new Error("the corpus is not there");
});
afterAll(() => app.close());

const endpoints = Object.entries(contract).flatMap(([slice, table]) =>
  Object.entries(table as Record<string, { "~orpc": { inputSchema?: unknown; meta: unknown; route: object } }>).map(
    ([name, procedure]) => {
      const { inputSchema, meta, route } = procedure["~orpc"];
      return { label: `${slice}.${name}`, schema: inputSchema, who: (meta as EndpointMeta).who, route };
    },
  ),
);
const withInput = endpoints.filter(({ schema }) => schema instanceof z.ZodType);

let turn = 0;
/**
 * The next `count` of all payloads, so that every payload is tried at many endpoints: `bench fuzz` tries every one at
 * all.
 */
function payloads(count: number): unknown[] {
  const all = [...operators, ...corpus];
  turn += count;
  return Array.from({ length: count }, (_, step) => all[(turn + step) % all.length]);
}

/** Strangers who get as far as the input: by the role that may, or as nobody. */
const strangerOf = (who: EndpointMeta["who"]): string | null =>
  tokens.get(roles.find((role) => who !== "public" && mayEnter(who, { role, duty: "system" })) ?? "patient") ?? null;

describe("operators and naughty words in every place of every call", () => {
  it.each(withInput)("$label: no fault, and nothing of anybody else", async ({ schema, who, route }) => {
    const as = strangerOf(who);
    const sample = sampleOf(schema, known);
    const wrong: string[] = [];
    const headers = { "x-fuzhen": "1" };
    for (const place of placesOf(sample))
      for (const payload of payloads(long ? 15 : 2)) {
        const { method, path, body } = requestOf(route, replaceAt(sample, place, payload));
        const reply = await app.call(method, path, { as, headers, ...(body === undefined ? {} : { body }) });
        const said = JSON.stringify(reply.data) ?? "";
        const where = `${place.join(".")} = ${JSON.stringify(payload)}`;
        if (reply.status >= 500) wrong.push(`${reply.status} ${where}`);
        // What the stranger typed may come back to them; what others wrote may not.
        if (secrets.some((secret) => said.includes(secret))) wrong.push(`told ${where}`);
      }
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(clientCommands) as ClientCommand[])("%s: the same over the socket", async (name) => {
    const { input, who } = clientCommands[name];
    const line = (await app.socket(strangerOf(who) ?? "")) as Socket;
    const sample = sampleOf(input, known);
    const wrong: string[] = [];
    for (const place of placesOf(sample))
      for (const payload of payloads(long ? 4 : 2)) {
        const ack = JSON.stringify(await line.timeout(30_000).emitWithAck(name, replaceAt(sample, place, payload)));
        if (!/"code":"(invalid_input|forbidden)"|"ok":true/.test(ack) || secrets.some((secret) => ack.includes(secret)))
          wrong.push(`${place.join(".")} = ${JSON.stringify(payload)}: ${ack.slice(0, 200)}`);
      }
    line.disconnect();
    expect(wrong).toEqual([]);
  });
});

describe("names of operators in other places", () => {
  it.each([
    "/specialists?q[$ne]=1",
    "/specialists?q[$regex]=.*",
    "/specialists?limit[$gt]=0",
    "/specialists?cursor[$ne]=",
    "/specialists?q=a&q=b",
    "/specialists?organizationId[]=&organizationId[$gt]=",
    "/specialists/%7B%22%24gt%22%3A%22%22%7D",
    "/specialists/[$ne]=1/slots?days[$gt]=1",
    "/files/by-key?uploadKey[$ne]=1",
    "/%24where/%00",
    "/specialists/%ff%fe",
    "/specialists/%",
    "/specialists?q=%",
    "/specialists?q=%ff",
  ])("%s is answered, without a fault", async (path) => {
    const as = tokens.get("patient") ?? null;
    const reply = await fetch(`${app.url}/api${path}`, { headers: { authorization: `Bearer ${as}` } });
    expect(reply.status).toBeLessThan(500);
    const said = await reply.text();
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  });

  it("signs nobody in", async () => {
    const { phone } = known;
    for (const password of operators)
      for (const number of [phone, { $gt: "" }, { $ne: 1 }]) {
        const reply = await app.call("POST", "/sessions", { body: { phone: number, password } });
        expect([400, 401]).toContain(reply.status);
      }
    for (const code of operators) {
      const reply = await app.call("POST", "/sessions/by-code", { body: { phone, code } });
      expect([400, 422]).toContain(reply.status);
    }
  });

  it("make no upload of anybody's", async () => {
    const as = tokens.get("patient") ?? null;
    const send = (fields: Record<string, string>) =>
      app.call("POST", "/uploads", {
        as,
        headers: { "tus-resumable": "1.0.0", "upload-length": "10", "upload-metadata": tusMetadata(fields) },
      });
    for (const payload of someOf([...corpus, ...operators.map((operator) => JSON.stringify(operator) ?? "")], 8)) {
      for (const patientId of [payload, known.patientId ?? ""])
        expect([400, 403]).toContain((await send({ uploadKey: randomUUID(), filename: payload, patientId })).status);
      const { status } = await send({ uploadKey: payload, filename: "a.jpg", patientId: known.patientId ?? "" });
      expect([400, 403]).toContain(status);
      const at = `/uploads/${encodeURIComponent(payload)}`;
      for (const method of ["HEAD", "PATCH", "DELETE"])
        expect(
          (
            await fetch(`${app.url}/api${at}`, {
              method,
              headers: { authorization: `Bearer ${as}`, "tus-resumable": "1.0.0", "upload-offset": "0" },
            })
          ).status,
        ).toBeLessThan(500);
    }
  });
});
