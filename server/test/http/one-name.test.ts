import { createHash } from "node:crypto";
import { request } from "node:http";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyCall, expectedOf, type CallerKind } from "@fuzhen/shared/testing/access-table.ts";
import { asWritten } from "../support/as-written.ts";
import { callOf, everyEndpoint, requestOf, type Endpoint } from "../support/every-endpoint.ts";
import { long } from "../support/long.ts";
import { fileByKey, tusMetadata } from "../support/make-file.ts";
import { makeOwner, type Owner } from "../support/make-owner.ts";
import type { TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/**
 * Whatever else a request names, in whatever way: the id that was checked is the id that acts. Two owners who have the same
 * things; one asks for their own and names the other's beside it, and the other way round.
 */
let app: TestApp;
let mine: Owner;
let victim: Owner;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  mine = await makeOwner(app);
  victim = await makeOwner(app);
  await app.settled();
});
afterAll(() => app.close());

interface Raw {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}
/** As it is written: fetch would take dots out of the path, and doubles out of the rest. */
const send = ({ method, path, headers = {}, body }: Raw, as: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      app.url,
      {
        method,
        path: `/api${path}`,
        headers: {
          authorization: `Bearer ${as}`,
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.on("data", (bytes: Buffer) => (text += bytes.toString()));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });

/** Who may make this call on their own things; null where only strangers' calls are. */
function callerOf(owner: Owner, endpoint: Endpoint): TestUser | null {
  const { whose } = callOf(everyCall(owner), endpoint);
  const may = (caller: CallerKind) => expectedOf(endpoint.who, whose, caller) === "allowed";
  const kinds = [...owner.callers.keys()].filter(may);
  const best = kinds.find(({ relation }) => relation === "own") ?? kinds.find(({ relation }) => relation !== "nobody");
  return (best && owner.callers.get(best)) ?? null;
}

const paramsOf = ({ path }: Endpoint) => [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? "");
const inputOf = (owner: Owner, endpoint: Endpoint) =>
  (callOf(everyCall(owner), endpoint).input ?? {}) as Record<string, unknown>;
const everyLetter = (text: string) => [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("");

/** The same call with another's id beside the one in the path, in all the ways there are to say it. */
function variantsOf(endpoint: Endpoint, owner: Owner, other: Owner): Raw[] {
  const { method, path, body } = requestOf(endpoint, inputOf(owner, endpoint));
  const otherPath = requestOf(endpoint, inputOf(other, endpoint)).path;
  const plain: Raw = { method, path, ...(body ? { body: JSON.stringify(body) } : {}) };
  const mark = path.includes("?") ? "&" : "?";
  const [bare = "", query = ""] = path.split("?");
  const tail = (text: string) => `${bare}${text}${query === "" ? "" : `?${query}`}`;
  const variants: Raw[] = [];
  for (const name of paramsOf(endpoint)) {
    const [own, their] = [String(inputOf(owner, endpoint)[name]), String(inputOf(other, endpoint)[name])];
    const instead = (text: string) => path.replace(own, text);
    const said = [
      `${name}=${their}`,
      `${name}=${own}&${name}=${their}`,
      `${name}=${their}&${name}=${own}`,
      `${name}[]=${their}`,
      `${name}[0]=${their}`,
      `x=/${their}`,
      `x=/api${otherPath}`,
      `__proto__[${name}]=${their}`,
    ];
    for (const text of said) variants.push({ ...plain, path: `${path}${mark}${text}` });
    for (const text of [
      `${own}/${their}`,
      `${own}/../${their}`,
      `${own}%2F${their}`,
      `${own}%2F..%2F${their}`,
      `${own}%252F..%252F${their}`,
      `${own};${their}`,
      `${own};${name}=${their}`,
      `${own},${their}`,
      `${own}%00${their}`,
      `${own}%20${their}`,
      `${own}%23${their}`,
      everyLetter(everyLetter(own)),
      everyLetter(own),
    ])
      variants.push({ ...plain, path: instead(text) });
    for (const header of [name, `x-${name}`, "x-fuzhen-id"]) variants.push({ ...plain, headers: { [header]: their } });
    if (method === "GET") variants.push({ ...plain, body: JSON.stringify({ [name]: their }) });
    else {
      const rest = JSON.stringify(body ?? {}).slice(1);
      const more = rest === "}" ? "}" : `,${rest}`;
      variants.push(
        { ...plain, body: JSON.stringify({ ...body, [name]: their }) },
        { ...plain, body: `{"${name}":"${own}","${name}":"${their}"${more}` },
        { ...plain, body: `{"__proto__":{"${name}":"${their}"}${more}` },
        { ...plain, body: `{"params":{"${name}":"${their}"},"query":{"${name}":"${their}"}${more}` },
        { ...plain, body: `${name}=${their}`, headers: { "content-type": "application/x-www-form-urlencoded" } },
      );
    }
  }
  variants.push({ ...plain, path: tail("/") }, { ...plain, path: tail(otherPath) });
  for (const header of ["x-original-url", "x-rewrite-url", "x-forwarded-uri", "x-forwarded-path", "referer"])
    variants.push({ ...plain, headers: { [header]: `/api${otherPath}` } });
  for (const verb of ["DELETE", "GET", "POST"])
    variants.push({ ...plain, headers: { "x-http-method-override": verb } });
  return variants;
}

/** So that what is counted is no reason of a refusal. */
async function forgetCounts(user: TestUser): Promise<void> {
  const { limits } = app.ctx;
  await limits.reset("account", user.id);
  for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) await limits.reset("address", address);
  for (const kind of ["read", "write", "search", "export"] as const) await limits.reset(`${kind}:person`, user.id);
}

const idsOf = (owner: Owner) => [
  owner.patientId,
  owner.specialistId,
  owner.appointmentId,
  owner.consultationId,
  owner.reportId,
  owner.fileId,
  owner.staffId,
  owner.deviceId,
  owner.breakGlassId,
  owner.departmentId,
  owner.specialist.id,
  owner.patient.account.id,
];

/** Everything that is of the owner, but for what is written of every call. */
async function stateOf(owner: Owner): Promise<Record<string, string>> {
  const ids = idsOf(owner);
  const state: Record<string, string> = {};
  for (const { name } of await (mongoose.connection.db?.listCollections().toArray() ?? [])) {
    if (["audit_events", "work", "fact_floors", "outbox", "rate_limits", "turns"].includes(name)) continue;
    const rows = (await mongoose.connection.collection(name).find({}).sort({ _id: 1 }).toArray())
      .map((row) => JSON.stringify(asWritten(name, row)))
      .filter((row) => ids.some((id) => row.includes(id)));
    state[name] = createHash("sha256").update(rows.join("\n")).digest("hex");
  }
  return state;
}
/** What tells of an owner where it stands in an answer. Places are public, and the trail names what was asked for. */
function told(owner: Owner, { who, slice }: Pick<Endpoint, "who" | "slice">, text: string): string[] {
  const ids = who === "public" || slice === "oversight" || slice === "organizations" ? [] : idsOf(owner);
  return [...owner.secrets.slice(2, 4), ...ids].filter((word) => text.includes(word));
}

/** All variants in a long run; else a sixth of them, another sixth for the next endpoint. */
const triedOf = (endpoint: Endpoint, owner: Owner, other: Owner): Raw[] => {
  const turn = everyEndpoint.indexOf(endpoint);
  return variantsOf(endpoint, owner, other).filter((_, at) => long || at % 6 === turn % 6);
};

const withIds = everyEndpoint.filter((endpoint) => paramsOf(endpoint).length > 0);

describe("one thing named twice", () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await stateOf(victim);
  });

  it.each(withIds)(
    "$label of one's own, another's beside it: nothing is told of the other, no fault",
    async (endpoint) => {
      const caller = callerOf(mine, endpoint);
      const wrong: string[] = [];
      for (const variant of caller ? triedOf(endpoint, mine, victim) : []) {
        await forgetCounts(caller as TestUser);
        const { status, text } = await send(variant, caller?.token ?? "");
        const words = told(victim, endpoint, text);
        if (status >= 500 || status === 429 || words.length > 0)
          wrong.push(
            `${variant.method} ${variant.path} ${JSON.stringify(variant.headers ?? {})} ${variant.body}: ${status} ${words}`,
          );
      }
      expect(wrong).toEqual([]);
    },
  );

  // What anybody may see, and what answers of the caller's own whatever is named, refuses nothing.
  const open = ["specialists.profile", "appointments.slots", "factors.removeFactor", "files.byKey"];
  it.each(withIds.filter(({ label }) => !open.includes(label)))(
    "$label of another's, one's own beside it: refused",
    async (endpoint) => {
      const caller = callerOf(mine, endpoint);
      const wrong: string[] = [];
      for (const variant of caller ? triedOf(endpoint, victim, mine) : []) {
        await forgetCounts(caller as TestUser);
        const { status, text } = await send(variant, caller?.token ?? "");
        if (status < 400 || status >= 500 || status === 429 || told(victim, endpoint, text).length > 0)
          wrong.push(
            `${variant.method} ${variant.path} ${JSON.stringify(variant.headers ?? {})} ${variant.body}: ${status}`,
          );
      }
      expect(wrong).toEqual([]);
    },
  );

  it("nothing of the other's has changed", async () => {
    await app.settled();
    expect(Object.keys(before).length).toBeGreaterThan(15);
    expect(await stateOf(victim)).toEqual(before);
  });
});

describe("a name of the query said twice", () => {
  const reads = everyEndpoint.filter(({ method }) => method === "GET");
  it.each(reads)("$label: an answer or a refusal, no fault", async (endpoint) => {
    const caller = callerOf(mine, endpoint);
    const wrong: string[] = [];
    const input = inputOf(mine, endpoint);
    const { path } = requestOf(endpoint, input);
    const mark = path.includes("?") ? "&" : "?";
    for (const name of new Set([...Object.keys(input), "limit", "cursor", "q", "day", "patientId"])) {
      await forgetCounts(caller ?? mine.patient.account);
      const named = inputOf(victim, endpoint)[name];
      const their = encodeURIComponent(typeof named === "string" ? named : victim.patientId);
      for (const twice of [`${name}=1&${name}=2`, `${name}=${their}&${name}=${their}`, `${name}[a]=1&${name}=2`]) {
        const { status, text } = await send({ method: "GET", path: `${path}${mark}${twice}` }, caller?.token ?? "");
        if (status >= 500 || status === 429 || told(victim, endpoint, text).length > 0)
          wrong.push(`${twice}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("an upload named twice", () => {
  const idOf = (url: string) => url.split("/").at(-1) ?? "";
  const tus = { "tus-resumable": "1.0.0" };

  it("only what is in the path is asked for, read and written", async () => {
    const announce = async (owner: Owner) => {
      const as = owner.patient.account.token;
      const fields = { uploadKey: owner.newKey(), filename: "a.jpg", patientId: owner.patientId };
      const reply = await app.call("POST", "/uploads", {
        as,
        headers: {
          ...tus,
          "upload-length": "2000",
          "upload-metadata": tusMetadata(fields),
        },
      });
      return { as, uploadKey: fields.uploadKey, id: idOf(reply.headers.get("location") ?? "") };
    };
    const [own, their] = [await announce(mine), await announce(victim)];
    expect([own.id.length, their.id.length]).toEqual([own.id.length, own.id.length]);
    const patch = { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream" };
    const tails = [
      `?x=/${their.id}`,
      `?/${their.id}`,
      `/../${their.id}`,
      `%2F..%2F${their.id}`,
      `%252F${their.id}`,
      `;${their.id}`,
      `?uploadId=${their.id}`,
      `?id=${their.id}&uploadId=${their.id}`,
    ];
    const wrong: string[] = [];
    for (const tail of tails)
      for (const [method, headers, body] of [
        ["HEAD", tus, undefined],
        ["PATCH", patch, "x".repeat(10)],
        [
          "PATCH",
          { ...patch, "x-http-method-override": "DELETE", "upload-concat": `final;/api/uploads/${their.id}` },
          "y",
        ],
        ["DELETE", tus, undefined],
      ] as const) {
        if (method === "DELETE" && tail.startsWith("?")) continue;
        const { status } = await send(
          { method, path: `/uploads/${own.id}${tail}`, headers, ...(body === undefined ? {} : { body }) },
          own.as,
        );
        if (status >= 500) wrong.push(`${method} ${tail}: ${status}`);
        // The other's, with one's own beside it.
        const turned = tail.replace(their.id, own.id);
        const { status: refused } = await send(
          { method, path: `/uploads/${their.id}${turned}`, headers, ...(body === undefined ? {} : { body }) },
          own.as,
        );
        if (refused < 400 || refused >= 500) wrong.push(`${method} of theirs ${turned}: ${refused}`);
      }
    expect(wrong).toEqual([]);
    const head = await fetch(`${app.url}/api/uploads/${their.id}`, {
      method: "HEAD",
      headers: { ...tus, authorization: `Bearer ${their.as}` },
    });
    expect([head.status, head.headers.get("upload-offset")]).toEqual([200, "0"]);
    expect((await fileByKey(app, their.as, their.uploadKey))?.status).toBe("uploading");
  });
});

describe("a path that is read in two ways", () => {
  it.each([
    "/uploads/../accounts/me",
    "/file-content/../../api/accounts/me",
    "/file-content/%2e%2e/accounts/me",
    "/file-content/.%2E/accounts/me",
    "/file-content\\..\\accounts\\me",
    "/./accounts/me",
    "/accounts/x/..%2f../me",
    "/accounts/me#x",
  ])("%s is none of ours", async (path) => {
    const { status } = await send(
      { method: "GET", path, headers: { "tus-resumable": "1.0.0" } },
      mine.patient.account.token,
    );
    expect(status).toBe(404);
  });
});
