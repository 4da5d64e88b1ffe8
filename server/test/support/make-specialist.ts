import { randomUUID } from "node:crypto";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { titles } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { AddSpecialistInput, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { sampleSpecialist } from "@fuzhen/shared/testing/sample-specialist.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { searchKeysOf } from "../../src/modules/specialists/search-keys.ts";
import { createSigningKey } from "../../src/modules/specialists/signing-keys.ts";
import { presentStaffSpecialist } from "../../src/modules/specialists/specialist.present.ts";
import { withPlaces } from "../../src/modules/specialists/specialist.reads.ts";
import { changeSpecialist, insertSpecialist } from "../../src/modules/specialists/specialist.repo.ts";
import { newId } from "../../src/platform/outbox.ts";
import { enter } from "./enter.ts";
import { makeHospital, type TestHospital } from "./make-organization.ts";
import { newPhone, TEST_PASSWORD, type TestUser } from "./make-user.ts";
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
    ...sampleSpecialist({
      departmentId: hospital.department.id,
      diseases: ["慢性肾小球肾炎", "肾病综合征"],
      licenceNumber: String(110_000_000_000_000 + licences),
      licenceValidFrom: addDays(today, -365),
      licenceValidTo: addDays(today, 365),
      practiceSince: addDays(today, -3653),
    }),
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
  const { phone, initialPassword, requestKey, ...profile } = body;
  const [id, userId] = [newId(), newId()];
  const { organization, department } = place;
  const at = app.ctx.now();
  const row = {
    ...profile,
    id,
    userId,
    organizationId: organization.id,
    departmentCode: department.code,
    rank: titles.indexOf(profile.title),
    phoneMasked: maskPhone(phone),
  };
  await insertSpecialist({ ...row, requestKey, searchKeys: searchKeysOf(profile) }, at);
  await createSigningKey(app.ctx, id);
  if (published) await changeSpecialist(id, { published });
  const user = await enter(app, {
    id: userId,
    phone,
    password: initialPassword,
    role: "specialist",
    duty: null,
    organizationId: organization.id,
    organizationName: organization.name,
    specialistId: id,
    displayName: profile.name,
  });
  const [record] = await withPlaces([{ ...row, published, nextFree: null }]);
  if (!record) throw new Error("specialist without a place");
  return { ...user, specialistId: id, record: presentStaffSpecialist(record), hospital: place };
}
