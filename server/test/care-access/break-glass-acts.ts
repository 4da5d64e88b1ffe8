import type { BreakGlass, PatientInCare } from "@fuzhen/shared/care-access/care-access.schema.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { breakGlassBody } from "../support/make-break-glass.ts";
import type { TestPatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { signIn, type TestUser } from "../support/make-user.ts";
import type { TestApp } from "../support/test-app.ts";

/** What tests of emergencies do again and again, with what is there once they run. */
export function breakGlassActs(here: () => { app: TestApp; specialist: TestSpecialist; patient: TestPatient }) {
  const open = (overrides: object = {}, as = here().specialist.token) =>
    here().app.call<BreakGlass[]>("POST", "/care-access/break-glass", {
      as,
      body: { ...breakGlassBody(here().patient), ...overrides },
    });
  async function opened(overrides: object = {}): Promise<BreakGlass> {
    const reply = await open(overrides);
    if (!reply.data[0]) throw new Error(`opening answered ${reply.status} ${reply.problem?.code}`);
    return reply.data[0];
  }
  const record = (as: string) =>
    here().app.call<PatientInCare>("GET", `/care-access/patients/${here().patient.id}`, { as });
  const again = async (user: TestUser) => (await signIn(here().app, user)).token;
  /** What the bell says, but for the sign-ins of these tests. */
  const told = async (user: TestUser) => {
    const as = await again(user);
    const { data } = await here().app.call<{ items: Notification[] }>("GET", "/notifications", { as });
    return data.items.filter(({ kind }) => kind !== "new-device");
  };
  return { open, opened, record, again, told };
}
