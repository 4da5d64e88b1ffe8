import { afterAll, beforeAll, expect, it } from "vitest";
import { addressGroup } from "../../src/platform/address-group.ts";
import { makePatientAccount, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let person: TestUser;
beforeAll(async () => {
  app = await startTestApp();
  person = await makePatientAccount(app);
});
afterAll(() => app.close());

const search = async (as: string | null = null) =>
  (await app.call("GET", `/specialists?q=${encodeURIComponent("肾病")}`, { as })).status;

it("words are looked up for two of an address at a time; others', and lists without a word, go on meanwhile", async () => {
  const { searches } = app.ctx.lines;
  const place = addressGroup("127.0.0.1");
  const held = [await searches.enter(place), await searches.enter(place)];
  let answered = false;
  const third = search().finally(() => (answered = true));
  expect(await search(person.token)).toBe(200);
  expect((await app.call("GET", "/specialists")).status).toBe(200);
  expect(answered).toBe(false);
  for (const leave of held) leave();
  expect(await third).toBe(200);
});
