import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { createStaffUser } from "../../src/modules/users/index.ts";
import { codeAt, makeTotp } from "../support/make-factor.ts";
import type { TestHospital } from "../support/make-organization.ts";
import { newPhone, signIn, TEST_PASSWORD, type TestUser } from "../support/make-user.ts";
import type { Reply, TestApp } from "../support/test-app.ts";

export const STEP_MS = 30_000;
export const cookieOf = (reply: Reply<unknown>) => reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";

/** What tests of the second step do again and again, in an app and a hospital that are there once they run. */
export function secondStep(appOf: () => TestApp, hospitalOf: () => TestHospital) {
  const refresh = (cookie: string) =>
    appOf().call<Session>("POST", "/sessions/refresh", { headers: { cookie, "x-fuzhen": "1" } });
  const departments = async (as: string) => {
    const { status, problem } = await appOf().call("GET", "/admin/departments", { as });
    return [status, problem?.code ?? null];
  };

  /** A new admin whose factor is still to be set up. */
  async function newcomer(): Promise<TestUser> {
    const phone = newPhone();
    const { organization } = hospitalOf();
    await createStaffUser(appOf().ctx, {
      phone,
      password: TEST_PASSWORD,
      role: "admin",
      organizationId: organization.id,
      organizationName: organization.name,
      displayName: "王雪梅",
      mustChangePassword: false,
    });
    return signIn(appOf(), { phone });
  }

  async function adminWithTotp() {
    const admin = await newcomer();
    const totp = await makeTotp(appOf(), admin);
    // The code that set it up is used; the next sign-in is a minute later.
    appOf().advance(MINUTE_MS);
    return { ...admin, ...totp };
  }

  const byPassword = ({ phone }: { phone: string }) =>
    appOf().call<Session>("POST", "/sessions", { body: { phone, password: TEST_PASSWORD } });
  const half = async (user: { phone: string }) => (await byPassword(user)).data.accessToken;
  const pass = (as: string | null, body: SecondFactorInput | object, headers = {}) =>
    appOf().call<Session>("POST", "/sessions/second-factor", { as, body, headers });
  const totpNow = (secret: string, ms = 0) => ({
    method: "totp" as const,
    code: codeAt(secret, new Date(appOf().ctx.now().getTime() + ms)),
  });
  /** Six digits that are no code of these minutes. */
  function wrongCode(secret: string) {
    const near = [-3, -2, -1, 0, 1, 2, 3].map((steps) => totpNow(secret, steps * STEP_MS).code);
    const code = ["000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777"].find(
      (digits) => !near.includes(digits),
    );
    return { method: "totp" as const, code: code ?? "" };
  }
  return { refresh, departments, newcomer, adminWithTotp, byPassword, half, pass, totpNow, wrongCode };
}
