import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request } from "node:https";
import type { Page } from "@playwright/test";
import { enterAs } from "../../fixtures/enter-as.ts";
import { expect, journey } from "../../fixtures/people.ts";
import { expectDelivered, pickFiles } from "../../fixtures/report-acts.ts";
import { demoAccount, signIn } from "../../fixtures/sign-in.ts";
import { openVisit } from "../../fixtures/visit.ts";
import { startNginx, type Proxy } from "../../support/nginx.ts";

const test = journey({ TRUST_PROXY: "1" });
let started: Promise<Proxy> | undefined;
const proxyOf = (url: string) => (started ??= startNginx(Number(new URL(url).port)));
test.afterAll(async () => (await started)?.stop());

/** Hosts of everything a context asks for, live connections included. */
function hostsOf(page: Page): Set<string> {
  const hosts = new Set<string>();
  const note = (url: string) => {
    if (!/^(blob|data):/.test(url)) hosts.add(new URL(url).host);
  };
  page.context().on("request", (asked) => note(asked.url()));
  page.on("websocket", (socket) => note(socket.url()));
  return hosts;
}

/** One call from an address of this machine. */
async function callFrom(localAddress: string, proxy: Proxy, path: string, headers: IncomingHttpHeaders = {}) {
  const asked = request(proxy.url + path, { localAddress, headers, ca: proxy.certificate, family: 4 });
  asked.end();
  const [reply] = (await once(asked, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of reply) text += String(chunk);
  return { status: reply.statusCode, headers: reply.headers, text };
}

test("behind nginx: signing in, the session, the live connection and an upload go over TLS to one host", async ({
  people,
  stack,
}) => {
  const proxy = await proxyOf(stack.url);
  const patient = await people.patient({ baseURL: proxy.url, ignoreHTTPSErrors: true });
  const hosts = hostsOf(patient);
  const document = patient.waitForResponse((reply) => reply.request().isNavigationRequest());
  await signIn(patient, await demoAccount(stack.url, "李建国"));
  const headers = await (await document).allHeaders();
  expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  expect(headers["server"]).toBe("nginx");

  const [cookie] = (await patient.context().cookies()).filter(({ name }) => name === "__Host-fuzhen_refresh");
  expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: "Strict" });
  // The refresh behind the proxy: same origin as the browser sees it.
  await patient.reload();
  await expect(patient.getByRole("navigation", { name: "主导航" })).toBeVisible();

  const live = patient.waitForEvent("websocket");
  await patient.goto("/messages");
  const socket = await live;
  expect(socket.url()).toMatch(/^wss:\/\/localhost:/);
  const frame = await socket.waitForEvent("framereceived");
  expect(String(frame.payload)).toMatch(/^(0|40)/);

  await patient.goto("/reports/add");
  await pickFiles(patient, ["lab-report-photos/bloodtestreport1_redacted.jpg"]);
  await expectDelivered(patient, 1);
  expect([...hosts]).toEqual([new URL(proxy.url).host]);
});

test("where a proxy forbids WebSockets the live connection goes by long polling, and what is told arrives at once", async ({
  people,
  stack,
}) => {
  const proxy = await startNginx(Number(new URL(stack.url).port), { webSockets: false });
  try {
    const visit = await openVisit(stack.url, "方志远");
    const patient = await people.patient({ baseURL: proxy.url, ignoreHTTPSErrors: true });
    await enterAs(patient, proxy.url, visit.owner);
    const polled = patient.waitForResponse(
      (reply) => /transport=polling.*sid=/.test(reply.url()) && reply.request().method() === "POST" && reply.ok(),
    );
    await patient.goto(visit.roomPath);
    await polled;
    const said = "请把今天的血压发给我";
    const clientMessageId = crypto.randomUUID();
    await visit.doctorApi.consultations.send({ consultationId: visit.consultationId, clientMessageId, text: said });
    await expect(patient.getByRole("log").getByText(said)).toBeVisible();
  } finally {
    await proxy.stop();
  }
});

test("what is not TLS is sent there or refused, and numbers stay inside", async ({ stack }) => {
  const proxy = await proxyOf(stack.url);
  const plain = await fetch(`${proxy.plainUrl}/booking?x=1`, { redirect: "manual" });
  expect([plain.status, plain.headers.get("location")]).toEqual([308, `${proxy.url}/booking?x=1`]);
  expect((await fetch(proxy.url.replace("https", "http"))).status).toBe(400);
  expect((await callFrom("127.0.0.1", proxy, "/metrics")).status).toBe(404);
  const reply = await callFrom("127.0.0.1", proxy, "/api/specialists?q=%E8%82%BE%E7%82%8E");
  expect(reply.status).toBe(200);
  await expect.poll(() => proxy.accessLog()).toContain(String(reply.headers["x-request-id"]));
  expect(await proxy.accessLog()).not.toMatch(/specialists|%E8/);
});

test("the server behind hears the client's own address, whatever the client claims", async () => {
  const heard: IncomingHttpHeaders[] = [];
  const echo = createServer((asked, reply) => {
    heard.push(asked.headers);
    reply.end("heard");
  });
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  const address = echo.address();
  const proxy = await startNginx(typeof address === "object" && address ? address.port : 0);
  const lies = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" };
  expect((await callFrom("127.0.0.2", proxy, "/", lies)).text).toBe("heard");
  expect(heard).toMatchObject([
    { "x-forwarded-for": "127.0.0.2", "x-forwarded-proto": "https", host: new URL(proxy.url).host },
  ]);
  await proxy.stop();
  echo.close();
});
