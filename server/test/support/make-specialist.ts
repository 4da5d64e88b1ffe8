import { randomUUID } from "node:crypto";
import type { AddSpecialistInput, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { makeHospital, type TestHospital } from "./make-organization.ts";
import { newPhone, signIn, TEST_PASSWORD, withFactor, type TestUser } from "./make-user.ts";
import type { TestApp } from "./test-app.ts";

let licences = 0;

/** A valid body for `POST /admin/specialists`: ten years of practice, licence good for a year from the test's now. */
export function specialistBody(
  app: TestApp,
  hospital: TestHospital,
  overrides: Partial<AddSpecialistInput> = {},
): AddSpecialistInput {
  const today = dayOf(app.ctx.now());
  licences += 1;
  return {
    requestKey: randomUUID(),
    name: "陈静宜",
    departmentId: hospital.department.id,
    title: "chief",
    practiceScope: "内科专业",
    diseases: ["慢性肾小球肾炎", "肾病综合征"],
    about: "",
    licenceNumber: String(110_000_000_000_000 + licences),
    licenceValidFrom: addDays(today, -365),
    licenceValidTo: addDays(today, 365),
    practiceSince: addDays(today, -3653),
    hospitalConsent: true,
    phone: newPhone(),
    initialPassword: TEST_PASSWORD,
    ...overrides,
  };
}

export interface TestSpecialist extends TestUser {
  specialistId: string;
  record: StaffSpecialist;
  hospital: TestHospital;
}

/** A signed-in specialist, published unless told otherwise, in a hospital of their own unless one is given. */
export async function makeSpecialist(
  app: TestApp,
  {
    hospital,
    published = true,
    ...overrides
  }: Partial<AddSpecialistInput> & { hospital?: TestHospital; published?: boolean } = {},
): Promise<TestSpecialist> {
  const place = hospital ?? (await makeHospital(app));
  const body = specialistBody(app, place, overrides);
  const added = await app.call<StaffSpecialist>("POST", "/admin/specialists", { as: place.admin.token, body });
  if (added.status !== 201) throw new Error(`specialist answered ${added.status} ${added.problem?.code}`);
  if (published) {
    const at = `/admin/specialists/${added.data.id}/published`;
    const reply = await app.call("PUT", at, { as: place.admin.token, body: { published } });
    if (reply.status !== 200) throw new Error(`publishing answered ${reply.status} ${reply.problem?.code}`);
  }
  const user = await signIn(app, { phone: body.phone, password: body.initialPassword });
  // Nothing else is open before the initial password is one's own.
  const passwords = { currentPassword: body.initialPassword, newPassword: body.initialPassword };
  const changed = await app.call("POST", "/accounts/password", { as: user.token, body: passwords });
  if (changed.status !== 200) throw new Error(`own password answered ${changed.status} ${changed.problem?.code}`);
  return {
    ...(await withFactor(app, user)),
    specialistId: added.data.id,
    record: { ...added.data, published },
    hospital: place,
  };
}
