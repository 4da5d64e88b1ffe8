import { titles } from "@fuzhen/shared/specialists/specialist.fields.ts";
import { changedSpecialistFields } from "@fuzhen/shared/specialists/specialist.rules.ts";
import type { StaffSpecialist, UpdateSpecialistInput } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { setDisplayName } from "../users/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { requireLicenceDates, requireOwnDepartment, requireStaffSpecialist } from "./require-staff-specialist.ts";
import { searchKeysOf } from "./search-keys.ts";
import "./specialist.facts.ts";
import { presentStaffSpecialist } from "./specialist.present.ts";
import { changeSpecialist, type SpecialistChange } from "./specialist.repo.ts";

/**
 * An admin corrects profile or licence of a specialist of their own organisation. A licence that no longer holds takes
 * them off duty at once, published or not (R4). `licence_taken`, `licence_invalid`, `forbidden`.
 */
export async function updateSpecialist(ctx: Ctx, input: UpdateSpecialistInput): Promise<StaffSpecialist> {
  const { specialistId, ...given } = input;
  const set: SpecialistChange = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    return await inTransaction(ctx, async () => {
      await takeTurn("specialist", specialistId);
      const before = await requireStaffSpecialist(ctx, specialistId);
      const after = { ...before, ...set };
      requireLicenceDates(after);
      const department = set.departmentId ? await requireOwnDepartment(ctx, set.departmentId) : null;
      await changeSpecialist(specialistId, {
        ...set,
        searchKeys: searchKeysOf(after),
        rank: titles.indexOf(after.title),
        ...(department ? { departmentCode: department.code } : {}),
      });
      if (after.name !== before.name) await setDisplayName(before.userId, after.name);
      await recordFact(ctx, {
        type: "specialist:updated",
        patientId: null,
        entity: { type: "Specialist", id: specialistId },
        data: {
          specialistId,
          organizationId: before.organizationId,
          changed: changedSpecialistFields(before, after),
        },
      });
      return presentStaffSpecialist(await requireStaffSpecialist(ctx, specialistId));
    });
  } catch (error) {
    if (duplicateKeyOf(error)?.includes("licenceNumber"))
      throw new AppError("licence_taken", [{ path: "licenceNumber", code: "licence_taken" }]);
    throw error;
  }
}
