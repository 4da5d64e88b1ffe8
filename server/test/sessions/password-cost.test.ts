import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { passwordCost } from "../../src/modules/users/password-cost.ts";
import { renewPasswordHash } from "../../src/modules/users/user.repo.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { makePatientAccount, newPhone, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const { memoryCost, timeCost, parallelism } = passwordCost;
const today = new RegExp(`^\\$argon2id\\$v=19\\$m=${memoryCost},t=${timeCost},p=${parallelism}\\$`);
/** What was enough in other years. */
const cheap = { memoryCost: 32, timeCost: 1, parallelism: 1 };
const hashOf = async (id: string) => (await UserModel.findById(id).lean())?.passwordHash ?? "";

it("a hash of an older cost is made anew at the next sign-in by password, and only by the right one", async () => {
  const user = await makePatientAccount(app, { phone: newPhone() });
  const old = await hash(TEST_PASSWORD, cheap);
  await UserModel.updateOne({ _id: user.id }, { $set: { passwordHash: old, mustChangePassword: true } });
  const wrong = { phone: user.phone, password: "not-the-password" };
  expect((await app.call("POST", "/sessions", { body: wrong })).status).toBe(401);
  expect(await hashOf(user.id)).toBe(old);

  await Promise.all([signIn(app, user), signIn(app, user)]);
  const renewed = await hashOf(user.id);
  expect(renewed).toMatch(today);
  // What else stands of the account is not touched by it.
  expect(await UserModel.findById(user.id).lean()).toMatchObject({ mustChangePassword: true });
  await signIn(app, user);
  expect(await hashOf(user.id)).toBe(renewed);
});

it("a password that was changed in the same moment stays changed", async () => {
  const user = await makePatientAccount(app, { phone: newPhone() });
  const now = await hashOf(user.id);
  await renewPasswordHash(user.id, await hash(TEST_PASSWORD, cheap), await hash(TEST_PASSWORD, cheap));
  expect(await hashOf(user.id)).toBe(now);
});
