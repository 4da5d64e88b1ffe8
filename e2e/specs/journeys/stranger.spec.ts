import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { nameOf } from "@fuzhen/shared/testing/access-table.ts";
import { walkCommands, walkEndpoints } from "../../fixtures/access-walk.ts";
import { corpusFile } from "../../fixtures/corpus.ts";
import { makeOwner, strangersOf, type Owner } from "../../fixtures/owner.ts";
import { newPatient } from "../../fixtures/patient-data.ts";
import { expect, test } from "../../fixtures/people.ts";
import { demoAccount, signIn, type Account } from "../../fixtures/sign-in.ts";
import { connect, emit } from "../../fixtures/socket.ts";

let made: Promise<Owner> | undefined;
const ownerOn = (url: string) => (made ??= makeOwner(url));

test("every call of the contract refuses strangers and tells them nothing", async ({ stack }) => {
  const owner = await ownerOn(stack.url);
  const strangers = await strangersOf(stack.url);
  for (const consultationId of [owner.consultationId, owner.finishedId]) {
    const walk = await walkEndpoints({ ...owner, consultationId }, strangers);
    expect(walk).toMatchObject({ wronglyAllowed: [], wronglyRefused: [], failed: [] });
  }

  const mine = owner.account.api;
  const after = await mine.appointments.get({ appointmentId: owner.appointmentId });
  expect(after.status).toBe("booked");
  expect((await mine.consultations.messages({ consultationId: owner.consultationId })).lastSeq).toBe(2);
  expect((await mine.reports.get({ reportId: owner.reportId })).status).toBe("final");
  expect((await mine.patients.patient({ patientId: owner.account.patient.id })).consentsMissing).toEqual([]);
});

test("an upload half-way there is nobody else's to read, go on with or throw away", async ({ stack }) => {
  const owner = await ownerOn(stack.url);
  const content = await readFile(corpusFile("photos/landscape_1.jpg"));
  const meta = (entries: Record<string, string>) =>
    Object.entries(entries)
      .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
      .join(",");
  const begun = await fetch(`${stack.url}/api/uploads`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${owner.account.token}`,
      "tus-resumable": "1.0.0",
      "upload-length": String(content.length),
      "upload-metadata": meta({
        uploadKey: owner.uploadKey,
        filename: "photo.jpg",
        patientId: owner.account.patient.id,
      }),
    },
  });
  expect(begun.status).toBe(201);
  const place = new URL(begun.headers.get("location") ?? "", stack.url);
  for (const stranger of await strangersOf(stack.url))
    for (const method of ["HEAD", "PATCH", "DELETE"]) {
      const answer = await fetch(place, {
        method,
        headers: {
          ...(stranger.token && { authorization: `Bearer ${stranger.token}` }),
          "tus-resumable": "1.0.0",
          ...(method === "PATCH" && { "upload-offset": "0", "content-type": "application/offset+octet-stream" }),
        },
        ...(method === "PATCH" && { body: "stranger" }),
      });
      expect(answer.status, `${nameOf(stranger)} ${method}`).toBe(stranger.role === null ? 401 : 403);
    }
  const state = await fetch(place, {
    method: "HEAD",
    headers: { authorization: `Bearer ${owner.account.token}`, "tus-resumable": "1.0.0" },
  });
  expect(state.headers.get("upload-offset")).toBe("0");
});

test("socket commands of strangers are refused, and nothing of the room reaches them", async ({ stack }) => {
  const owner = await ownerOn(stack.url);
  const { consultationId } = owner;
  const patient = await connect(stack.url, owner.account.token);
  const joined = await emit(patient.socket, "consultation:join", { consultationId });
  expect(joined.ok).toBe(true);
  patient.heard.length = 0;

  const strangers = await strangersOf(stack.url);
  const lines = await Promise.all(
    strangers
      .filter(({ role }) => role !== null)
      .map(async (stranger) => ({ who: nameOf(stranger), ...(await connect(stack.url, stranger.token)) })),
  );
  const walk = await walkCommands(stack.url, owner, strangers);
  expect(walk).toMatchObject({ wronglyAllowed: [], wronglyRefused: [], failed: [] });
  // The owner's own message is the end of what could have come: the strangers have heard nothing by then.
  await emit(patient.socket, "message:send", { consultationId, clientMessageId: randomUUID(), text: "都好" });
  await expect.poll(() => patient.heard.map(({ event }) => event)).toContain("message:created");
  for (const { who, socket, heard } of lines) {
    await emit(socket, "typing:set", { consultationId, typing: true });
    expect(heard, who).toEqual([]);
    socket.disconnect();
  }
  patient.socket.disconnect();
  await expect(connect(stack.url, "not.a.token")).rejects.toThrow("unauthenticated");
});

/** Nothing of the owner stands anywhere in the document, seen or not. */
async function expectNothingOf(page: Page, owner: Owner, where: string): Promise<void> {
  const content = await page.content();
  for (const secret of owner.secrets) expect(content, `${where} shows ${secret}`).not.toContain(secret);
}

const pagesOf = (owner: Owner) => [
  `/me/patients/${owner.account.patient.id}`,
  `/me/patients/${owner.account.patient.id}/consents`,
  `/reports/${owner.reportId}`,
  `/appointments/${owner.appointmentId}`,
  `/room/${owner.consultationId}`,
  `/plan/${owner.finishedId}`,
];

test("another patient reads friendly words on every page of the owner", async ({ people, stack }) => {
  const owner = await ownerOn(stack.url);
  const patient = await people.patient();
  await signIn(patient, await newPatient(stack.url, "路人乙"));
  for (const path of pagesOf(owner)) {
    await patient.goto(path);
    await expect(patient.getByText("您没有权限看这里的内容。").first(), path).toBeVisible();
    await expectNothingOf(patient, owner, path);
  }
  for (const path of [
    `/reports?patientId=${owner.account.patient.id}`,
    `/reports/add?patientId=${owner.account.patient.id}`,
    "/messages",
    "/appointments",
    "/notifications",
  ]) {
    await patient.goto(path);
    await expect(patient.getByRole("heading", { level: 1 })).toBeVisible();
    await patient.waitForLoadState("networkidle");
    await expectNothingOf(patient, owner, path);
  }
});

test("staff who are strangers are led to their own desk", async ({ people, stack }) => {
  const owner = await ownerOn(stack.url);
  const accounts: [Account, RegExp][] = [
    [await demoAccount(stack.url, "周明远"), /\/desk/],
    [await demoAccount(stack.url, "赵国栋"), /\/admin/],
  ];
  for (const [account, home] of accounts) {
    const page = await people.specialist();
    await signIn(page, account);
    for (const path of [...pagesOf(owner), ...deskPagesOf(owner)]) {
      await page.goto(path);
      await expect(page, path).toHaveURL(home);
      // A patient's path leads home before anything is asked for; a desk's own path may ask and be refused.
      if (home.test(path)) await page.waitForLoadState("networkidle");
      if (path.startsWith("/desk/") && home.test(path))
        await expect(page.getByText("您没有权限看这里的内容。")).toBeVisible();
      await expectNothingOf(page, owner, path);
    }
  }
});

test("nobody is asked to sign in, on every page", async ({ people, stack }) => {
  const owner = await ownerOn(stack.url);
  const page = await people.patient();
  for (const path of [...pagesOf(owner), ...deskPagesOf(owner), "/admin", "/desk"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
    await expect(page.getByRole("button", { name: "登录", exact: true })).toBeVisible();
    await expectNothingOf(page, owner, path);
  }
});

const deskPagesOf = (owner: Owner) => [
  `/desk/${owner.appointmentId}`,
  `/admin/schedules?specialist=${owner.specialistId}`,
];
