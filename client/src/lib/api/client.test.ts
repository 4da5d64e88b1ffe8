import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clearSession, setSession } from "../session.tsx";
import { ApiError, api } from "./client.ts";
import { registerAsker } from "./prove-again.ts";

vi.mock("virtual:contract", () => ({
  default: { accounts: { myPatients: "GET /patients", signOut: "DELETE /session" } },
}));

const me = {
  id: "a",
  role: "patient" as const,
  duty: null,
  displayName: "138****5678",
  organization: null,
  specialistId: null,
  mustChangePassword: false,
  secondFactor: null,
  secondFactorKinds: [],
};
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
