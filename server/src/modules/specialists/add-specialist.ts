import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { titles } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { AddSpecialistInput, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { createStaffUser } from "../users/index.ts";
import { getOrganization, type DepartmentRecord } from "../organizations/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { requireLicenceDates, requireOwnDepartment } from "./require-staff-specialist.ts";
import { searchKeysOf } from "./search-keys.ts";
import { createSigningKey } from "./signing-keys.ts";
import "./specialist.facts.ts";
import { presentStaffSpecialist } from "./specialist.present.ts";
import { withPlaces } from "./specialist.reads.ts";
import { findSpecialistByRequest, insertSpecialist, type SpecialistRow } from "./specialist.repo.ts";

/**
 * An admin adds a specialist to their own organisation: profile, account and signing key in one transaction, not
 * published yet. Repeating the request answers the first result. `phone_taken`, `licence_taken`, `licence_invalid`,
 * `password_breached`; `forbidden` for a department of another organisation.
 */
export async function addSpecialist(ctx: Ctx, input: AddSpecialistInput): Promise<StaffSpecialist> {
  const department = await requireOwnDepartment(ctx, input.departmentId);
  const firstOf = () => findSpecialistByRequest(department.organizationId, input.requestKey);
  const first = await firstOf();
  if (first) return present(first);
  requireLicenceDates(input);
  try {
    return await present(await inTransaction(ctx, () => insertAll(ctx, input, department)));
  } catch (error) {
    // The same request sent twice at once may violate the index on phone, on licence or on the request key.
    const keys = duplicateKeyOf(error);
    const doubled = keys !== null || (error instanceof AppError && error.code === "phone_taken");
    const winner = doubled ? await firstOf() : null;
    if (winner) return present(winner);
    if (keys?.includes("licenceNumber"))
      throw new AppError("licence_taken", [{ path: "licenceNumber", code: "licence_taken" }]);
    throw error;
  }
}

async function insertAll(ctx: Ctx, input: AddSpecialistInput, department: DepartmentRecord): Promise<SpecialistRow> {
  const { phone, initialPassword, requestKey, ...profile } = input;
  const { organizationId } = department;
  const organization = await getOrganization(organizationId);
  if (!organization) throw new AppError("forbidden");
  const id = newId();
  const { userId } = await createStaffUser(ctx, {
    phone,
    password: initialPassword,
    role: "specialist",
    organizationId,
    organizationName: organization.name,
    displayName: profile.name,
    specialistId: id,
    mustChangePassword: true,
  });
  const row = {
    ...profile,
    id,
    userId,
    organizationId,
    departmentCode: department.code,
    rank: titles.indexOf(profile.title),
    phoneMasked: maskPhone(phone),
  };
  await insertSpecialist({ ...row, requestKey, searchKeys: searchKeysOf(profile) }, ctx.now());
  await createSigningKey(ctx, id);
  await recordFact(ctx, {
    type: "specialist:added",
    patientId: null,
    entity: { type: "Specialist", id },
    data: { specialistId: id, organizationId },
  });
  return { ...row, published: false, nextFree: null };
}

async function present(row: SpecialistRow): Promise<StaffSpecialist> {
  const [record] = await withPlaces([row]);
  if (!record) throw new Error("specialist without a place");
  return presentStaffSpecialist(record);
}
