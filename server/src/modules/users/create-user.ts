import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import type { Duty, Role } from "@fuzhen/shared/roles.ts";
import { isUser, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import "./user.facts.ts";
import { isBreached } from "./breached-passwords.ts";
import { hashPassword } from "./passwords.ts";
import { phoneLookupOf, sealPhone } from "./phones.ts";
import { insertUser, type UserRecord } from "./user.repo.ts";

interface UserInput {
  phone: string;
  password: string;
  role: Role;
  duty: Duty | null;
  organizationId: string | null;
  organizationName: string | null;
  specialistId: string | null;
  displayName: string;
  mustChangePassword: boolean;
  noticeAcceptedAt: Date | null;
  /** Of the request that adds a member of staff. */
  requestKey?: string;
  /** Colleague who knows the initial password. */
  passwordSetBy?: string;
  /** When the person proved to hold the number; null for staff, whose admin typed it. */
  phoneVerifiedAt: Date | null;
}

/** `password_breached` on the field it was typed in. */
export function requireUnbreached(password: string, phone: string, field: string): void {
  if (isBreached(password, phone))
    throw new AppError("password_breached", [{ path: field, code: "password_breached" }]);
}

/**
 * Creates a user with a hashed password. `password_breached` on `passwordField`, `phone_taken` on `phone`. `within`
 * runs in the same transaction.
 */
export async function createUser(
  ctx: Ctx,
  input: UserInput,
  { passwordField, within }: { passwordField: string; within?: () => Promise<void> },
): Promise<UserRecord> {
  const { phone, password, ...user } = input;
  requireUnbreached(password, phone, passwordField);
  const passwordHash = await hashPassword(password);
  const id = newId();
  try {
    return await inTransaction(ctx, async () => {
      await within?.();
      const created = await insertUser(
        {
          ...user,
          id,
          passwordHash,
          phoneLookup: phoneLookupOf(ctx.keys, phone),
          phoneSealed: sealPhone(ctx.keys, phone, id),
          phoneMasked: maskPhone(phone),
        },
        ctx.now(),
      );
      await recordFact(ctx, {
        type: "account:created",
        patientId: null,
        entity: { type: "User", id },
        data: { userId: id, role: user.role },
      });
      return created;
    });
  } catch (error) {
    if (duplicateKeyOf(error)?.includes("phoneLookup"))
      throw new AppError("phone_taken", [{ path: "phone", code: "phone_taken" }]);
    throw error;
  }
}

interface StaffUserInput {
  phone: string;
  password: string;
  role: "specialist" | "admin" | "pharmacist";
  /** Of an admin; `system` when left out. */
  duty?: Duty;
  organizationId: string;
  /** Shown beside the person's name; copied here because the users module does not know organisations. */
  organizationName: string;
  displayName: string;
  specialistId?: string;
  requestKey?: string;
  mustChangePassword: boolean;
}

/** Makes the account of a member of staff; joins the caller's transaction. `phone_taken`, `password_breached`. */
export async function createStaffUser(ctx: Ctx, input: StaffUserInput): Promise<{ userId: string }> {
  const user = await createUser(
    ctx,
    {
      ...input,
      duty: input.role === "admin" ? (input.duty ?? "system") : null,
      specialistId: input.specialistId ?? null,
      noticeAcceptedAt: null,
      phoneVerifiedAt: null,
      ...(isUser(ctx.actor) && input.mustChangePassword ? { passwordSetBy: ctx.actor.userId } : {}),
    },
    { passwordField: "initialPassword" },
  );
  return { userId: user.id };
}
