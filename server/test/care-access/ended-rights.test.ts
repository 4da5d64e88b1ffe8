import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contract } from "@fuzhen/shared/contract.ts";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import type { ClientCommand } from "@fuzhen/shared/realtime/events.ts";
import type { Appointment, ChangedAppointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { everyCall, everyCommand, type Call } from "@fuzhen/shared/testing/access-table.ts";
import { makeAppointment } from "../support/make-appointment.ts";
import { finishVisit, makeConsultation } from "../support/make-consultation.ts";
import { makeOwner, type Owner } from "../support/make-owner.ts";
import { makeStaff, signIn } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let owner: Owner;
/** Words of the patient that no reply, list, fact, search, notification or file link may carry once the right has ended. */
let secrets: string[];
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  owner = await makeOwner(app);
  secrets = [...owner.secrets, owner.patient.record.birthDate, "最近泡沫尿多"];
});
afterAll(() => app.close());

type Procedure = { "~orpc": { meta: EndpointMeta; route: { method?: string; path?: string } } };
const told = (body: unknown) => secrets.filter((secret) => JSON.stringify(body ?? "").includes(secret));

/** Every call of the contract that is about the owner's things, and every list, as the specialist sends it. */
async function walk(as: string): Promise<string[]> {
  const leaks: string[] = [];
  for (const [slice, table] of Object.entries(contract))
    for (const [endpoint, procedure] of Object.entries(table as Record<string, Procedure>)) {
      const { method = "POST", path = "" } = procedure["~orpc"].route;
      const line = (everyCall(owner) as Record<string, Record<string, Call<unknown>>>)[slice]?.[endpoint];
      // What is the caller's own and changes it (signing out, factors) says nothing of a patient and would end the walk.
      if (!line || (line.whose === "anyone" && method !== "GET")) continue;
      const rest = new Map(Object.entries((line.input ?? {}) as Record<string, unknown>));
      const filled = path.replaceAll(/\{([^}]+)\}/g, (_, key: string) => {
        const value = String(rest.get(key));
        rest.delete(key);
        return value;
      });
      const query = new URLSearchParams();
      for (const [key, value] of rest)
        if (Array.isArray(value)) value.forEach((item, i) => query.append(`${key}[${i}]`, String(item)));
        else query.append(key, String(value));
      const reply =
        method === "GET"
          ? await app.call(method, `${filled}${query.size > 0 ? `?${query}` : ""}`, { as })
          : await app.call(method, filled, { as, body: Object.fromEntries(rest) });
      const words = told([reply.data, reply.problem]);
      if (words.length > 0) leaks.push(`${slice}.${endpoint} (${reply.status}): ${words.join(", ")}`);
    }
  return leaks;
}

async function admin() {
  const { token } = await signIn(app, owner.hospital.admin);
  const at = `/admin/specialists/${owner.specialistId}`;
  return {
    published: (published: boolean) => app.call("PUT", `${at}/published`, { as: token, body: { published } }),
    change: (fields: object) => app.call("PATCH", at, { as: token, body: fields }),
  };
}
/** Each way the right ends, and how it comes back. */
const ways: Record<string, { end: () => Promise<unknown>; undo: () => Promise<unknown> }> = {
  "no longer published": {
    end: async () => (await admin()).published(false),
    undo: async () => (await admin()).published(true),
  },
  "a licence that has run out": {
    end: async () => (await admin()).change({ licenceValidTo: "2026-11-22" }),
    undo: async () => (await admin()).change({ licenceValidTo: "2030-01-01" }),
  },
  "a hospital that takes back its consent": {
    end: async () => (await admin()).change({ hospitalConsent: false }),
    undo: async () => (await admin()).change({ hospitalConsent: true }),
  },
};

describe("a visit is under way and the specialist's right ends", () => {
  test.each(Object.keys(ways))(
    "by %s: no reply tells anything of the patient, and the room is left at once",
    async (name) => {
      const way = ways[name];
      const { token } = await signIn(app, owner.specialist);
      const socket = await app.socket(token);
      const ear = earOf(socket);
      const here = { consultationId: owner.consultationId };
      expect((await command(socket, "consultation:join", here)).ok).toBe(true);
      // Before, the words are there to be told. One call, for an account may make so many in ten seconds.
      expect(told((await app.call("GET", `/appointments/${owner.appointmentId}`, { as: token })).data)).not.toEqual([]);

      expect((await way?.end()) as object).toMatchObject({ status: 200 });
      await app.settled();
      await ear.first("consultation:left");
      ear.forget();
      const body = { clientMessageId: randomUUID(), text: owner.secrets[1] ?? "" };
      const sent = await app.call("POST", `/consultations/${owner.consultationId}/messages`, {
        as: owner.patient.account.token,
        body,
      });
      expect(sent.status).toBeLessThan(300);
      await app.settled();
      expect(told(ear.heard)).toEqual([]);
      expect(ear.names()).not.toContain("message:created");
      expect(await walk(token)).toEqual([]);
      const commands = everyCommand(owner);
      for (const one of Object.keys(commands) as ClientCommand[])
        expect(told(await command(socket, one, commands[one].input as never))).toEqual([]);
      socket.disconnect();
      await way?.undo();
      await app.settled();
    },
  );
});

describe("a consent is taken back", () => {
  const withdraw = (patientId: string, as: string) =>
    app.call("DELETE", `/patients/${patientId}/consents/health-data`, { as });

  test("before the visit: the worklist counts it without a name, declining is answered bare", async () => {
    const booked = await makeAppointment(app, { accepted: true });
    const as = booked.specialist.token;
    const day = booked.record.start.slice(0, 10);
    const worklist = async () =>
      (await app.call<{ appointments: Appointment[]; closed: number }>("GET", `/worklist?day=${day}`, { as })).data;
    expect((await worklist()).appointments.map(({ id }) => id)).toEqual([booked.id]);

    expect((await withdraw(booked.patient.id, booked.patient.account.token)).status).toBe(200);
    expect(await worklist()).toMatchObject({ appointments: [], closed: 1 });
    for (const body of [{ decision: "accepted" }, { decision: "declined", reason: "请先到院" }]) {
      const reply = await app.call<ChangedAppointment>("PUT", `/appointments/${booked.id}/judgement`, { as, body });
      expect([reply.status, reply.data.patient]).toEqual([200, null]);
      expect(told(reply.data)).toEqual([]);
    }
    const bell = await app.call<{ items: { params: Record<string, string> }[] }>("GET", "/notifications", { as });
    expect(bell.data.items.flatMap(({ params }) => params["patientName"] ?? []).join("")).toBe("");
  });

  test("after the visit: whoever still sits in its room is taken out", async () => {
    const visit = await makeConsultation(app, { specialist: "own" });
    const socket = await app.socket(visit.specialistToken);
    const ear = earOf(socket);
    await command(socket, "consultation:join", { consultationId: visit.consultationId });
    await finishVisit(app, visit);
    await app.settled();
    expect(ear.names()).not.toContain("consultation:left");
    expect((await withdraw(visit.patientId, visit.patientToken)).status).toBe(200);
    await ear.first("consultation:left");
    expect((await command(socket, "consultation:join", { consultationId: visit.consultationId })).ok).toBe(false);
    socket.disconnect();
  });
});

test("an auditor whose duty is taken reads nothing more of emergencies", async () => {
  const security = await makeStaff(app, owner.hospital.organization, { duty: "security" });
  const auditor = await makeStaff(app, owner.hospital.organization, { duty: "audit" });
  const cases = (as: string) => app.call("GET", "/admin/break-glass", { as });
  expect((await cases(auditor.token)).status).toBe(200);
  const body = { duty: "system" };
  expect((await app.call("PUT", `/admin/staff/${auditor.id}/duty`, { as: security.token, body })).status).toBe(200);
  expect((await cases(auditor.token)).status).toBe(401);
  expect((await cases((await signIn(app, auditor)).token)).status).toBe(403);
});
