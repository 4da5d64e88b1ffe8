import type { AddStaffInput, StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { actorOf, organizationOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { createStaffUser, findStaffIdByRequest, getUser } from "../users/index.ts";
import { replyStaff } from "./staff.reads.ts";

/**
 * A security admin adds an admin (with one duty) or a pharmacist to their own organisation, with an initial password
 * that must be changed before anything else (R5). Repeating the request answers the first result. `phone_taken`,
 * `password_breached`.
 */
export async function addStaff(ctx: Ctx, input: AddStaffInput): Promise<StaffAccount> {
  const organizationId = organizationOf(ctx);
  const first = await findStaffIdByRequest(organizationId, input.requestKey);
  if (first) return replyStaff(ctx, first);
  const admin = await getUser(actorOf(ctx).userId);
  try {
    return await inTransaction(ctx, async () => {
      const { userId } = await createStaffUser(ctx, {
        phone: input.phone,
        password: input.initialPassword,
        role: input.role,
        ...(input.role === "admin" ? { duty: input.duty } : {}),
        organizationId,
        organizationName: admin?.organizationName ?? "",
        displayName: input.name,
        requestKey: input.requestKey,
        mustChangePassword: true,
      });
      await recordFact(ctx, {
        type: "staff:added",
        patientId: null,
        entity: { type: "User", id: userId },
        data: { userId, organizationId, role: input.role, duty: input.role === "admin" ? input.duty : null },
      });
      return replyStaff(ctx, userId);
    });
  } catch (error) {
    // The same request sent twice at once: one of the two took the number.
    const taken = error instanceof AppError && error.code === "phone_taken";
    const winner = taken ? await findStaffIdByRequest(organizationId, input.requestKey) : null;
    if (!winner) throw error;
    return replyStaff(ctx, winner);
  }
}
