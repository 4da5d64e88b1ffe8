import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clearSession, setSession } from "../../../lib/session.tsx";
import { mayRepeat, SendTrouble, troubleOf, tusSender } from "./send-by-tus.ts";
import type { StoredUpload } from "./upload-item.ts";
import { signedIn } from "../../../testing/people.ts";

// Vitest resolves packages as Node does, which gives tus its Node transport; the phone has the browser's.
vi.mock("tus-js-client", () => vi.importActual("../../../../node_modules/tus-js-client/lib.esm/browser/index.js"));

const A = "a".repeat(24);
const me = signedIn(A);

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}
let answer: (request: { method: string; url: string; headers: Record<string, string>; bytes: number }) => Answer;

/** As much of XMLHttpRequest as tus-js-client uses. */
class FakeRequest {
  upload = { onprogress: null };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  status = 0;
  responseText = "";
  private method = "";
  private url = "";
  private sent: Record<string, string> = {};
  private got: Record<string, string> = {};
  open(method: string, url: string) {
    this.method = method;
    this.url = url;
  }
  setRequestHeader(name: string, value: string) {
    this.sent[name.toLowerCase()] = value;
  }
  getResponseHeader(name: string) {
    return this.got[name.toLowerCase()] ?? null;
  }
  send(body?: Blob | null) {
    const {
      status,
      headers = {},
      body: text = "",
    } = answer({
      method: this.method,
      url: this.url,
      headers: this.sent,
      bytes: body?.size ?? 0,
    });
    this.status = status;
    this.got = headers;
    this.responseText = text;
    setTimeout(() => (status === 0 ? this.onerror?.() : this.onload?.()));
  }
  abort() {}
}

const upload = (bytes: number): StoredUpload => ({
  key: "b6a7e1f0-0000-4000-8000-000000000001",
  accountId: A,
  patientId: "p1",
  name: "肾功能.jpg",
  file: new Blob(["x".repeat(bytes)]),
  url: null,
  addedAt: 1,
});
const problem = (code: string) => JSON.stringify({ code, status: 401 });

/** A tus server with one upload; `pass` is the token that is good now. */
function tusServer(size: number, pass: () => string, onPatch: (offset: number) => Answer | null = () => null) {
  let offset = 0;
  const seen: string[] = [];
  answer = ({ method, headers, bytes }) => {
    seen.push(`${method} ${headers["authorization"]}`);
    if (headers["authorization"] !== `Bearer ${pass()}`) return { status: 401, body: problem("unauthenticated") };
    if (method === "POST") return { status: 201, headers: { location: "/api/uploads/one" } };
    if (method === "HEAD")
      return { status: 200, headers: { "upload-offset": `${offset}`, "upload-length": `${size}` } };
    const trouble = onPatch(offset);
    if (trouble) return trouble;
    offset += bytes;
    return { status: 204, headers: { "upload-offset": `${offset}` } };
  };
  return { seen, offset: () => offset };
}
const hear = () => ({ progress: vi.fn(), url: vi.fn(), signal: new AbortController().signal });

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  // happy-dom has the name without the thing.
  Object.defineProperty(navigator, "locks", {
    configurable: true,
    value: { request: (_name: string, run: () => unknown) => run() },
  });
  setSession({ accessToken: "one", me });
});
afterEach(() => {
  vi.unstubAllGlobals();
  clearSession();
});

test("a token that expires in mid-upload is renewed and the file goes on from its offset", async () => {
  let pass = "one";
  const refresh = vi.fn(async () => Response.json({ accessToken: "two", expiresAt: "", me }));
  vi.stubGlobal("fetch", refresh);
  const size = 600 * 1024;
  const tus = tusServer(
    size,
    () => pass,
    (offset) => {
      // The first chunk is in; then the token dies.
      if (offset === 0 || pass === "two") return null;
      pass = "two";
      return { status: 401, body: problem("unauthenticated") };
    },
  );
  const heard = hear();
  await tusSender.send(upload(size), heard);
  expect(tus.offset()).toBe(size);
  expect(refresh).toHaveBeenCalledOnce();
  expect(heard.url).toHaveBeenCalledWith(expect.stringMatching(/\/api\/uploads\/one$/));
  expect(heard.progress).toHaveBeenLastCalledWith(size);
  expect(tus.seen.filter((line) => line.startsWith("PATCH Bearer one"))).toHaveLength(2);
  expect(tus.seen.at(-1)).toBe("PATCH Bearer two");
});

test("a session that is over stops the upload, to wait for the person", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ code: "session_expired" }, { status: 401 }));
  tusServer(10, () => "never");
  await expect(tusSender.send(upload(10), hear())).rejects.toMatchObject({ code: "signed-out" });
});

test("a file that was on its way when somebody else signed in stops, and nothing of it goes out in their name", async () => {
  const other = { ...me, id: "b".repeat(24) };
  const tus = tusServer(
    600 * 1024,
    () => "one",
    (offset) => {
      // Between two chunks another tab has signed somebody in.
      if (offset > 0) localStorage.setItem("fuzhen.known", other.id);
      return null;
    },
  );
  await expect(tusSender.send(upload(600 * 1024), hear())).rejects.toMatchObject({ code: "signed-out" });
  expect(tus.seen.every((line) => line.endsWith("Bearer one"))).toBe(true);
  expect(tus.offset()).toBeLessThan(600 * 1024);
  setSession({ accessToken: "two", me: other });
  await expect(tusSender.send(upload(10), hear())).rejects.toMatchObject({ code: "signed-out" });
  await expect(tusSender.discard({ ...upload(10), url: "/api/uploads/one" })).rejects.toMatchObject({
    code: "other_person",
  });
});

test("a refusal is told at once with the server's code", async () => {
  answer = () => ({ status: 413, body: JSON.stringify({ code: "file_too_large" }) });
  await expect(tusSender.send(upload(10), hear())).rejects.toEqual(new SendTrouble("file_too_large"));
});

test("a consent that is missing is told at once, not tried again", async () => {
  answer = () => ({ status: 409, body: JSON.stringify({ code: "consent_required" }) });
  await expect(tusSender.send(upload(10), hear())).rejects.toEqual(new SendTrouble("consent_required"));
});

test("one wrong offset is asked for and mended", async () => {
  let first = true;
  const tus = tusServer(
    10,
    () => "one",
    () => {
      if (!first) return null;
      first = false;
      return { status: 409, body: JSON.stringify({ code: "illegal_state" }) };
    },
  );
  await tusSender.send(upload(10), hear());
  expect(tus.offset()).toBe(10);
  expect(tus.seen.map((line) => line.split(" ")[0])).toEqual(["POST", "PATCH", "HEAD", "PATCH"]);
});

test.each([
  [0, true, "offline"],
  [409, true, "offline"],
  [423, true, "offline"],
  [503, true, "offline"],
  [400, false, "internal"],
  [403, false, "internal"],
] as const)("status %s: repeated %s, told as %s", (status, repeated, code) => {
  expect(mayRepeat(status)).toBe(repeated);
  expect(troubleOf(status, "<html>").code).toBe(code);
});
