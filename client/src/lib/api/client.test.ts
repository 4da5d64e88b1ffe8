import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clearSession, getSession, setSession } from "../session.tsx";
import { ApiError, api } from "./client.ts";
import { registerAsker } from "./prove-again.ts";
import { signedIn } from "../../testing/people.ts";

vi.mock("virtual:contract", () => ({
  default: {
    accounts: { signOut: "POST /sessions/end" },
    patients: { myPatients: "GET /patients", addPatient: "POST /patients" },
    files: { byKey: "GET /files/{uploadKey}" },
  },
}));

const A = "a".repeat(24);
const B = "b".repeat(24);
const me = signedIn(A);
const fetched = vi.fn<typeof fetch>();
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const tokens = () => fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get("authorization"));

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("navigator", { locks: { request: (_: string, run: () => Promise<unknown>) => run() } });
  setSession({ accessToken: "old", me });
});
afterEach(() => {
  vi.unstubAllGlobals();
  clearSession();
});

test("an expired token is renewed once and the call repeated", async () => {
  fetched
    .mockResolvedValueOnce(json({ code: "unauthenticated" }, 401))
    .mockResolvedValueOnce(json({ accessToken: "new", me }))
    .mockResolvedValueOnce(json([]));
  expect(await api.patients.myPatients()).toEqual([]);
  expect(tokens()).toEqual(["Bearer old", null, "Bearer new"]);
});

test("a refusal is an ApiError, a strange page is the service being away, a lost line stays one", async () => {
  fetched.mockResolvedValueOnce(json({ code: "forbidden", requestId: "r" }, 403));
  await expect(api.patients.myPatients()).rejects.toMatchObject({ code: "forbidden", requestId: "r" });
  fetched.mockResolvedValueOnce(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const away = await api.patients.myPatients().catch((error: unknown) => error);
  expect(away).toBeInstanceOf(ApiError);
  expect(away).toMatchObject({ code: "unavailable" });
  fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await expect(api.patients.myPatients()).rejects.toBeInstanceOf(TypeError);
});

test("where proof is wanted the person is asked, once for all calls, and the same call goes again", async () => {
  const ask = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(true).mockResolvedValueOnce(false);
  const off = registerAsker(ask);
  const refusal = () => json({ code: "reauthentication_required" }, 403);
  fetched
    .mockImplementationOnce(async () => refusal())
    .mockImplementationOnce(async () => refusal())
    .mockImplementation(async () => json([]));
  expect(await Promise.all([api.patients.myPatients(), api.patients.myPatients()])).toEqual([[], []]);
  expect(ask).toHaveBeenCalledOnce();
  // Not proven: the refusal reaches the page, and nothing was sent again.
  fetched.mockReset().mockImplementation(async () => refusal());
  await expect(api.patients.myPatients()).rejects.toMatchObject({ code: "reauthentication_required" });
  expect(fetched).toHaveBeenCalledOnce();
  off();
  // Where nobody can be asked it is a plain refusal.
  await expect(api.patients.myPatients()).rejects.toMatchObject({ code: "reauthentication_required" });
  expect(ask).toHaveBeenCalledTimes(2);
});

test("an empty answer is nothing", async () => {
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  expect(await api.accounts.signOut()).toBeUndefined();
});

const patient = {
  name: "李明",
  requestKey: "3f0c8a52-0000-4000-8000-000000000001",
} as never;
/** Where each request went, in whose name and by which token. */
const sent = () =>
  fetched.mock.calls.map(([path, init]) => {
    const headers = new Headers(init?.headers);
    return [path, headers.get("x-fuzhen"), headers.get("x-fuzhen-person"), headers.get("authorization")];
  });

test("each request says that a page of ours asks and whose page it is, signing out among them", async () => {
  fetched.mockImplementation(async () => json({ ok: true }));
  await api.accounts.signOut();
  clearSession();
  await api.accounts.signOut();
  expect(sent()).toEqual([
    ["/api/sessions/end", "1", A, "Bearer old"],
    ["/api/sessions/end", "1", null, null],
  ]);
});

test("a token that ran out while somebody else signed in is not renewed as theirs, and nothing is sent for them", async () => {
  fetched
    .mockResolvedValueOnce(json({ code: "unauthenticated" }, 401))
    .mockResolvedValueOnce(json({ code: "other_person" }, 409));
  await expect(api.patients.addPatient(patient)).rejects.toMatchObject({ code: "other_person" });
  expect(sent()).toEqual([
    ["/api/patients", "1", A, "Bearer old"],
    ["/api/sessions/refresh", "1", A, null],
  ]);
  expect(getSession()).toEqual({ status: "signed-out", end: "other" });
});

test("an older server's answer for another person counts for nothing", async () => {
  fetched
    .mockResolvedValueOnce(json({ code: "unauthenticated" }, 401))
    .mockResolvedValueOnce(json({ accessToken: "bs", me: { ...me, id: B } }));
  await expect(api.patients.addPatient(patient)).rejects.toMatchObject({ code: "other_person" });
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(getSession().user).toBeUndefined();
});

test("a call that waited for proof while another person signed in at this tab is not theirs", async () => {
  const off = registerAsker(async () => {
    clearSession();
    setSession({ accessToken: "bs", me: { ...me, id: B } });
    return true;
  });
  fetched.mockResolvedValueOnce(json({ code: "reauthentication_required" }, 403));
  await expect(api.patients.addPatient(patient)).rejects.toMatchObject({ code: "other_person" });
  off();
  expect(fetched).toHaveBeenCalledOnce();
  expect(getSession().user?.id).toBe(B);
});

test("before each request the tab looks who is signed in; what was begun for another is not sent", async () => {
  await expect(api.files.byKey({ uploadKey: "k" }, { as: B })).rejects.toMatchObject({ code: "other_person" });
  localStorage.setItem("fuzhen.known", B);
  await expect(api.patients.addPatient(patient)).rejects.toMatchObject({ code: "other_person" });
  expect(fetched).not.toHaveBeenCalled();
});

test("the server's own word that a page is another person's stops it", async () => {
  fetched.mockResolvedValueOnce(json({ code: "other_person" }, 409));
  await expect(api.patients.myPatients()).rejects.toMatchObject({ code: "other_person" });
  expect(getSession()).toEqual({ status: "signed-out", end: "other" });
});
