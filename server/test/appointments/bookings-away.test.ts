import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { addDays } from "@fuzhen/shared/time.ts";
import { freeSlots, makeAppointment, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makeStaff, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
let hospital: TestHospital;
let security: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  hospital = await makeHospital(app);
  security = await makeStaff(app, hospital.organization, { duty: "security" });
});
afterAll(() => app.close());

interface Page {
  items: Booking[];
  nextCursor: string | null;
  total: number | null;
}
const away = (query = "", as: string | null = hospital.admin.token) =>
  app.call<Page>("GET", `/admin/bookings/away${query}`, { as });
const office = (method: string, path: string, body: object) =>
  app.call(method, path, { as: hospital.admin.token, body });
const idsNow = async () => (await away()).data.items.map(({ id }) => id);

/** A specialist of the hospital with a booking today and one in two days. */
async function booked() {
  const specialist = await makeScheduledSpecialist(app, { hospital });
  const slots = await freeSlots(app, specialist.specialistId, 4);
  const later = slots.find(({ start }) => Date.parse(start) > Date.parse(NOW) + 2 * 86_400_000)?.start ?? "";
  const first = await makeAppointment(app, { specialist, start: slots[0]?.start ?? "" });
  const second = await makeAppointment(app, { specialist, start: later });
  return { specialist, at: `/admin/specialists/${specialist.specialistId}`, ids: [first.id, second.id], later };
}

describe("bookings with a specialist who sees nobody any more", () => {
  it("are none while everybody is there", async () => {
    await booked();
    expect((await away()).data).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it("are shown for who has left, is not published, or has lost the hospital's consent, and go when that is over", async () => {
    const one = await booked();
    const active = (is: boolean) =>
      app.call("PUT", `/admin/staff/${one.specialist.id}/active`, { as: security.token, body: { active: is } });
    for (const [end, undo] of [
      [() => active(false), () => active(true)],
      [
        () => office("PUT", `${one.at}/published`, { published: false }),
        () => office("PUT", `${one.at}/published`, { published: true }),
      ],
      [
        () => office("PATCH", one.at, { hospitalConsent: false }),
        () => office("PATCH", one.at, { hospitalConsent: true }),
      ],
      [
        () => office("PATCH", `/admin/departments/${hospital.department.id}`, { active: false }),
        () => office("PATCH", `/admin/departments/${hospital.department.id}`, { active: true }),
      ],
    ] as const) {
      expect((await end()).status).toBe(200);
      const shown = await idsNow();
      expect(one.ids.every((id) => shown.includes(id))).toBe(true);
      expect((await undo()).status).toBe(200);
      expect(await idsNow()).toEqual([]);
    }
  });

  it("are those after the last day of a licence alone, and those before its first", async () => {
    const one = await booked();
    const visitDay = one.later.slice(0, 10);
    await office("PATCH", one.at, { licenceValidTo: addDays(visitDay, -1) });
    expect(await idsNow()).toEqual([one.ids[1]]);
    expect((await away()).data.items[0]?.abilities).toEqual({ cancel: true, move: true, handOver: true });
    await office("PATCH", one.at, { licenceValidTo: "2030-01-01", licenceValidFrom: visitDay });
    expect(await idsNow()).toEqual([one.ids[0]]);
    // Licences without an end are written so.
    await office("PATCH", one.at, { licenceValidTo: "9999-12-31" });
    expect(await idsNow()).toEqual([one.ids[0]]);
    await office("PATCH", one.at, { licenceValidFrom: "2020-01-01" });
    expect(await idsNow()).toEqual([]);
  });

  it("come page by page with their number, masked, and leave the list when they are called off", async () => {
    const one = await booked();
    await office("PUT", `${one.at}/published`, { published: false });
    const first = await away("?limit=1");
    // To another time of the same specialist there is nothing to move, but to a colleague there is.
    const abilities = { cancel: true, move: false, handOver: true };
    expect(first.data).toMatchObject({
      total: 2,
      items: [{ id: one.ids[0], patientNameMasked: "李**", abilities }],
    });
    const second = await away(`?limit=1&cursor=${first.data.nextCursor}`);
    expect(second.data).toMatchObject({ total: null, nextCursor: null, items: [{ id: one.ids[1] }] });
    await office("POST", `/admin/bookings/${one.ids[0]}/cancel`, { reason: "医生已离开，请改约" });
    expect(await idsNow()).toEqual([one.ids[1]]);
    await office("PUT", `${one.at}/published`, { published: true });
  });

  it("are the own hospital's office's to see", async () => {
    const one = await booked();
    await office("PUT", `${one.at}/published`, { published: false });
    const other = await makeHospital(app);
    expect((await away("", other.admin.token)).data).toMatchObject({ items: [], total: 0 });
    expect((await away("", null)).status).toBe(401);
    expect((await away("", security.token)).status).toBe(403);
    expect((await away("?cursor=x")).problem?.fields?.[0]?.path).toBe("cursor");
  });
});
