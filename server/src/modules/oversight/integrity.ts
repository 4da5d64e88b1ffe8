import { chainCheckSchema, type ChainCheckReply, type Integrity } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { auditHead, lastAuditCheck, recordAccess, verifyAuditChain } from "../audit/index.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";

/** How far the chain is sealed, and the result of the last check that this organisation asked for. */
export async function readIntegrity(ctx: Ctx): Promise<Integrity> {
  const head = await auditHead();
  const last = await lastAuditCheck(organizationOf(ctx));
  const check = last && chainCheckSchema.safeParse({ ...last.data, at: last.at.toISOString() });
  return {
    head: head && { seq: head.seq, sealedAt: head.storedAt.toISOString() },
    lastCheck: check?.success ? check.data : null,
  };
}

/** Checks the last rows in batches, serving other requests in between. The result is itself a row of the trail. */
export async function checkIntegrity(ctx: Ctx, { last }: { last: number }): Promise<ChainCheckReply> {
  const { rows, anchors, waiting, broken } = await verifyAuditChain(ctx, { last });
  const found = { rows, anchors, waiting, broken };
  if (broken) ctx.log.error({ requestId: ctx.requestId, ...broken }, "the audit trail is broken");
  await recordAccess(ctx, {
    patientIds: [],
    entity: { type: "Organization", id: organizationOf(ctx) },
    action: "audit-verify",
    purpose: "oversight",
    outcome: "allowed",
    data: found,
  });
  return { at: ctx.now().toISOString(), ...found };
}
