import type { Me, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { createStaffUser } from "../src/modules/accounts/index.ts";
import type { TestApp } from "./test-app.ts";

export const TEST_PASSWORD = "river-lantern-42";

/** Someone who is signed in: `token` goes into `call(…, { as })` and `socket(token)`. */
export interface TestUser {
  id: string;
  token: string;
  phone: string;
  password: string;
  me: Me;
}

let numbers = 0;
/** A mobile number nobody has in this process. */
export const newPhone = () => `139${String(++numbers).padStart(8, "0")}`;

const userOf = (session: Session, phone: string, password: string): TestUser => ({
  id: session.me.id,
  token: session.accessToken,
  phone,
  password,
  me: session.me,
});

/** A new session of a user; access tokens live ten minutes of the test's clock, so a test that moves it signs in again. */
export async function signIn(app: TestApp, user: { phone: string; password?: string }): Promise<TestUser> {
  const password = user.password ?? TEST_PASSWORD;
  const reply = await app.call<Session>("POST", "/sessions", { body: { phone: user.phone, password } });
  if (reply.status !== 201) throw new Error(`sign-in answered ${reply.status} ${reply.problem?.code}`);
  return userOf(reply.data, user.phone, password);
}

/** A patient's account, signed up through the door. */
export async function makePatientAccount(app: TestApp, { phone = newPhone() } = {}): Promise<TestUser> {
  const body = { phone, password: TEST_PASSWORD, noticeAccepted: true };
  const reply = await app.call<Session>("POST", "/accounts", { body });
  if (reply.status !== 201) throw new Error(`sign-up answered ${reply.status} ${reply.problem?.code}`);
  return userOf(reply.data, phone, TEST_PASSWORD);
}

/** A signed-in admin or pharmacist of an organisation. */
export async function makeStaff(
  app: TestApp,
  organization: { id: string; name: string },
  {
    role = "admin",
    duty = "system",
    phone = newPhone(),
  }: { role?: "admin" | "pharmacist"; duty?: Duty; phone?: string } = {},
): Promise<TestUser> {
  await createStaffUser(app.ctx, {
    phone,
    password: TEST_PASSWORD,
    role,
    duty,
    organizationId: organization.id,
    organizationName: organization.name,
    displayName: "王雪梅",
    mustChangePassword: false,
  });
  return signIn(app, { phone });
}
