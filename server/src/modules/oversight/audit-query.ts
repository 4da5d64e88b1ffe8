import { actionsOfClass } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { addDays, instantAt } from "@fuzhen/shared/time.ts";
import type { AuditQuery } from "../audit/index.ts";
import { wasInCareOf } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

/**
 * The auditor's filter, limited to what they may see: acts of their own staff and rows that belong to their
 * organisation. For a single patient who is or was in the organisation's care, also acts of the patient's account and
 * of the system, and refusals. What staff of another hospital saw is that hospital's matter, and would reveal where
 * else the patient is treated.
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
