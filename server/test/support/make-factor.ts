import { Secret, TOTP } from "otpauth";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { FactorsChanged, TotpSetup } from "@fuzhen/shared/factors/factor.schema.ts";
import { insertFactor } from "../../src/modules/factors/factor.repo.ts";
import { newRecoveryCodeTexts, recoveryCodeHash } from "../../src/modules/factors/recovery-codes.ts";
import { newTotpSecret, sealSecret } from "../../src/modules/factors/totp.ts";
import { countFirstFactorIn, replaceRecoveryCodes } from "../../src/modules/users/index.ts";
import { newId } from "../../src/platform/outbox.ts";
import type { TestApp } from "./test-app.ts";

/** What an authenticator app shows at that instant, by the house's settings. */
export const codeAt = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

/** Recovery codes of the staff a test has made, by phone: unlike a code of an app they come as fast as a test needs. */
const codes = new Map<string, string[]>();

export interface TestTotp {
  secret: string;
  factorId: string;
  recoveryCodes: string[];
}

/** A factor for whoever the token is of, set up through the API; it makes a first session whole. */
export async function makeTotp(app: TestApp, user: { token: string; phone: string }): Promise<TestTotp> {
  const { data: setup } = await app.call<TotpSetup>("POST", "/accounts/factors/totp", { as: user.token });
  const body = { name: "测试验证器", code: codeAt(setup.secret, app.ctx.now()) };
  const reply = await app.call<FactorsChanged>("POST", "/accounts/factors/totp/confirm", { as: user.token, body });
  if (reply.status !== 201) throw new Error(`factor answered ${reply.status} ${reply.problem?.code}`);
  const recoveryCodes = reply.data.recoveryCodes ?? [];
  codes.set(user.phone, [...recoveryCodes]);
  return { secret: setup.secret, factorId: reply.data.factors.at(-1)?.id ?? "", recoveryCodes };
}

/** The same, written as its slice writes it. */
export async function giveTotp(app: TestApp, { id, phone }: { id: string; phone: string }): Promise<void> {
  const { ctx } = app;
  const factorId = newId();
  const secretSealed = sealSecret(ctx.keys, factorId, newTotpSecret());
  const factor = {
    id: factorId,
    kind: "totp",
    name: "测试验证器",
    secretSealed,
    lastStep: 0,
    published: false,
  } as const;
  await insertFactor(id, factor, ctx.now());
  await countFirstFactorIn(id);
  const texts = newRecoveryCodeTexts();
  await replaceRecoveryCodes(
    id,
    texts.map((text) => recoveryCodeHash(ctx.keys, id, text)),
  );
  codes.set(phone, texts);
}

/** Takes the second step of a sign-in, if there is one to take. */
export async function passSecondStep(app: TestApp, phone: string, session: Session): Promise<Session> {
  if (session.me.secondFactor !== "required") return session;
  const known = codes.get(phone) ?? [];
  const body = { method: "recovery-code", code: known.pop() ?? "" };
  const reply = await app.call<Session>("POST", "/sessions/second-factor", { as: session.accessToken, body });
  if (reply.status !== 200) throw new Error(`second step answered ${reply.status} ${reply.problem?.code}`);
  if (known.length === 0) {
    const renewed = await app.call<FactorsChanged>("POST", "/accounts/factors/recovery-codes", {
      as: reply.data.accessToken,
    });
    codes.set(phone, renewed.data.recoveryCodes ?? []);
  }
  return reply.data;
}
