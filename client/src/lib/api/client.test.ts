import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clearSession, setSession } from "../session.tsx";
import { ApiError, api } from "./client.ts";

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
  expect(await api.accounts.myPatients()).toEqual([]);
  expect(tokens()).toEqual(["Bearer old", null, "Bearer new"]);
});

test("a refusal is an ApiError, a strange page is the service being away, a lost line stays one", async () => {
  fetched.mockResolvedValueOnce(json({ code: "forbidden", requestId: "r" }, 403));
  await expect(api.accounts.myPatients()).rejects.toMatchObject({ code: "forbidden", requestId: "r" });
  fetched.mockResolvedValueOnce(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const away = await api.accounts.myPatients().catch((error: unknown) => error);
  expect(away).toBeInstanceOf(ApiError);
  expect(away).toMatchObject({ code: "unavailable" });
  fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await expect(api.accounts.myPatients()).rejects.toBeInstanceOf(TypeError);
});

test("an empty answer is nothing", async () => {
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  expect(await api.accounts.signOut()).toBeUndefined();
});
