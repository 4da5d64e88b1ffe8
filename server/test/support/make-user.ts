import type { Me, Session, SignUpInput } from "@fuzhen/shared/accounts/account.schema.ts";
import type { CodePurpose } from "@fuzhen/shared/codes/code.schema.ts";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { enter } from "./enter.ts";
import { passSecondStep } from "./make-factor.ts";
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

/** A new session of a user, second step included; access tokens live ten minutes of the test's clock, so a test that moves it signs in again. */
export async function signIn(app: TestApp, user: { phone: string; password?: string }): Promise<TestUser> {
  const password = user.password ?? TEST_PASSWORD;
  const reply = await app.call<Session>("POST", "/sessions", { body: { phone: user.phone, password } });
  if (reply.status !== 201) throw new Error(`sign-in answered ${reply.status} ${reply.problem?.code}`);
  return userOf(await passSecondStep(app, user.phone, reply.data), user.phone, password);
}

type Headers = Record<string, string>;

/** What a text message told the number, asked for through the API. */
export async function askForCode(
  app: TestApp,
  phone: string,
  purpose: CodePurpose,
  headers: Headers = {},
): Promise<string> {
  const reply = await app.call("POST", "/codes", { body: { phone, purpose }, headers });
  if (reply.status !== 201) throw new Error(`code answered ${reply.status} ${reply.problem?.code}`);
  return app.sms.last(phone)?.code ?? "";
}

/** What somebody new types to sign up, with the code sent to them. */
export const signUpBody = async (app: TestApp, phone = newPhone(), headers: Headers = {}): Promise<SignUpInput> => ({
  phone,
  password: TEST_PASSWORD,
  code: await askForCode(app, phone, "sign-up", headers),
  noticeAccepted: true,
});

/** A patient's account; with `headers` signed up through the API by who sends them. */
export async function makePatientAccount(
  app: TestApp,
  { phone = newPhone(), headers }: { phone?: string; headers?: Headers } = {},
): Promise<TestUser> {
  const nowhere = { duty: null, organizationId: null, organizationName: null, specialistId: null };
  if (!headers)
    return enter(app, { ...nowhere, role: "patient", phone, password: TEST_PASSWORD, displayName: maskPhone(phone) });
  const body = await signUpBody(app, phone, headers);
  const reply = await app.call<Session>("POST", "/accounts", { body, headers });
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
  return enter(app, {
    phone,
    password: TEST_PASSWORD,
    role,
    duty: role === "admin" ? duty : null,
    organizationId: organization.id,
    organizationName: organization.name,
    specialistId: null,
    displayName: "王雪梅",
  });
}
