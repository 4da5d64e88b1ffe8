import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { presentMe } from "../../src/modules/accounts/session.present.ts";
import {
  completeSession,
  idleEnd,
  insertSession,
  sessionEnd,
  signAccessToken,
} from "../../src/modules/sessions/index.ts";
import { hashPassword, markSignedIn, phoneLookupOf } from "../../src/modules/users/index.ts";
import { sealPhone } from "../../src/modules/users/phones.ts";
import { getUser, insertUser, type NewUser } from "../../src/modules/users/user.repo.ts";
import { newId } from "../../src/platform/outbox.ts";
import { giveTotp } from "./make-factor.ts";
import type { TestUser } from "./make-user.ts";
import type { TestApp } from "./test-app.ts";

type Person = Pick<
  NewUser,
  "role" | "duty" | "organizationId" | "organizationName" | "specialistId" | "displayName"
> & { id?: string; phone: string; password: string };

/**
 * Writes an account with a whole session (for staff with a second factor) straight through the repos, without facts.
 * Signing up for real is tried by the tests of accounts; everywhere else it took most of a test's time.
 */
export async function enter(app: TestApp, { phone, password, ...person }: Person): Promise<TestUser> {
  const { ctx } = app;
  const now = ctx.now();
  const patient = person.role === "patient";
  const id = person.id ?? newId();
  await insertUser(
    {
      ...person,
      id,
      passwordHash: await hashPassword(password),
      mustChangePassword: false,
      phoneLookup: phoneLookupOf(ctx.keys, phone),
      phoneSealed: sealPhone(ctx.keys, phone, id),
      phoneMasked: maskPhone(phone),
      noticeAcceptedAt: patient ? now : null,
      phoneVerifiedAt: patient ? now : null,
    },
    now,
  );
  const session = await insertSession(
    {
      id: newId(),
      userId: id,
      role: person.role,
      organizationId: person.organizationId,
      specialistId: person.specialistId,
      generation: 1,
      expiresAt: sessionEnd(person.role, now, now),
      idleAt: idleEnd(ctx.env, person.role, now),
      userAgent: "node",
      ip: "127.0.0.1",
    },
    now,
  );
  if (!patient) {
    await giveTotp(app, { id, phone });
    await completeSession(session.id, now);
    await markSignedIn(id, now);
  }
  const user = await getUser(id);
  if (!user) throw new Error("somebody just written is not there");
  const { token } = signAccessToken(ctx.keys, { userId: id, sessionId: session.id }, now);
  const me = await presentMe(user, secondFactorState(user.role, user.factorCount, patient ? null : now));
  return { id, token, phone, password, me };
}
