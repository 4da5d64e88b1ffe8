import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import type { TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff } from "../support/make-user.ts";
import type { TestApp } from "../support/test-app.ts";

/** What tests of an organisation's settings do again and again; `name` is of the path and of the fact. */
export function rulesActs<Rules>(
  name: "booking-rules" | "service-rules",
  here: () => { app: TestApp; hospital: TestHospital },
) {
  const at = `/admin/${name}`;
  const ours = () => here().hospital.admin.token;
  const read = (as: string | null = ours()) => here().app.call<Rules>("GET", at, { as });
  const set = (body: unknown, as: string | null = ours()) => here().app.call<Rules>("PUT", at, { as, body });
  /** Who set them, and what the trail holds of it, by the order of the settings. */
  async function inTrail() {
    const { app, hospital } = here();
    await app.settled();
    const wanted = { action: `organization:${name}-set`, organizationId: hospital.organization.id } as const;
    const rows = await AuditEventModel.find(wanted).lean();
    return rows.map(({ actor, data }) => [String(actor?.userId), data]);
  }
  /** Answers to reading and setting by nobody, by another duty and by a patient. */
  async function answersToOthers(rules: Rules) {
    const { app, hospital } = here();
    const security = await makeStaff(app, hospital.organization, { duty: "security" });
    const patient = await makePatientAccount(app);
    const answers = [];
    for (const as of [null, security.token, patient.token])
      answers.push([(await read(as)).status, (await set(rules, as)).status]);
    return answers;
  }
  return { read, set, inTrail, answersToOthers };
}
