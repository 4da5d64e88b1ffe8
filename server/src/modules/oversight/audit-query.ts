import { actionsOfClass } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { addDays, instantAt } from "@fuzhen/shared/time.ts";
import type { AuditQuery } from "../audit/index.ts";
import { wasInCareOf } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

/**
 * What an auditor asked for, within what they may see: what the own staff did and what names the own organisation. Of one
 * patient who is or was in the organisation's care also what the patient's account and the house did, and who was refused;
 * what another hospital's staff saw of them is that hospital's matter, and would tell where else they are treated.
 */
export async function auditQueryOf(ctx: Ctx, filter: AuditFilter): Promise<AuditQuery> {
  const organizationId = organizationOf(ctx);
  const { class: wanted, from, to, patientId, ...rest } = filter;
  if (from && to && to < from) throw new AppError("invalid_input", [{ path: "to", code: "day" }]);
  const { timeZone } = await visitSettingsOf(organizationId);
  const cared = patientId !== undefined && (await wasInCareOf(organizationId, patientId));
  return {
    ...rest,
    ...(cared ? { aroundOrganizationId: organizationId } : { organizationId }),
    patientId,
    actions: wanted && actionsOfClass(wanted),
    from: from === undefined ? undefined : instantAt(from, "00:00", timeZone),
    until: to === undefined ? undefined : instantAt(addDays(to, 1), "00:00", timeZone),
  };
}
