import type { Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./organization.facts.ts";
import {
  findOrganizationByLicence,
  insertOrganization,
  type NewOrganization,
  type OrganizationRecord,
} from "./organization.repo.ts";

/**
 * Registers an institution. One licence number is one institution, so a repeat answers the first. Used by the command
 * line only; no endpoint does this.
 */
export async function addOrganization(ctx: Ctx, input: NewOrganization): Promise<OrganizationRecord> {
  const known = await findOrganizationByLicence(input.licenceNumber);
  if (known) return known;
  try {
    return await inTransaction(ctx, async () => {
      const record = await insertOrganization(input, ctx.now());
      await recordFact(ctx, {
        type: "organization:added",
        patientId: null,
        entity: { type: "Organization", id: record.id },
        data: { organizationId: record.id },
      });
      return record;
    });
  } catch (error) {
    const winner = duplicateKeyOf(error) ? await findOrganizationByLicence(input.licenceNumber) : null;
    if (!winner) throw error;
    return winner;
  }
}
