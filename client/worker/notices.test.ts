// @vitest-environment node
import { expect, test, vi } from "vitest";
import { keepShell, type Scope } from "./worker.ts";

const OWN = "https://fuzhen.example";
const notice = { title: "复诊桥", body: "您有新消息", url: "/room/1", tag: "chat-answer:1" };

/** A worker with these windows open, and what it shows and opens. */
function begin(windows: { visibilityState: string }[]) {
  const heard = new Map<string, (event: never) => void>();
  const shown = vi.fn(async () => undefined);
  const openWindow = vi.fn(async () => undefined);
  const navigate = vi.fn(async () => undefined);
  const focus = async () => ({ navigate });
  const scope = {
    addEventListener: (name: string, run: (event: never) => void) => heard.set(name, run),
    clients: { matchAll: async () => windows.map((window) => ({ ...window, focus })), openWindow },
    location: { origin: OWN },
    registration: { showNotification: shown },
  };
  keepShell(scope as unknown as Scope, { entry: "", roles: {} });
  const fire = async (name: string, event: object) => {
    let work: Promise<unknown> | undefined;
    heard.get(name)?.({ ...event, waitUntil: (given: Promise<unknown>) => (work = given) } as never);
    await work;
  };
  return {
    push: (data: object | null) => fire("push", { data: data && { json: () => data } }),
    press: (data: unknown) => fire("notificationclick", { notification: { close: () => undefined, data } }),
    shown,
    openWindow,
    navigate,
  };
}

test("a notice is shown where nobody looks at the app, and not where somebody does", async () => {
  for (const windows of [[], [{ visibilityState: "hidden" }]]) {
    const worker = begin(windows);
    await worker.push(notice);
    expect(worker.shown).toHaveBeenCalledWith(
      "复诊桥",
      expect.objectContaining({ body: "您有新消息", tag: notice.tag }),
    );
  }
  const looked = begin([{ visibilityState: "hidden" }, { visibilityState: "visible" }]);
  await looked.push(notice);
  await looked.push(null);
  expect(looked.shown).not.toHaveBeenCalled();
});

test("a press leads an open window there, else opens one; never to another origin", async () => {
  const open = begin([{ visibilityState: "hidden" }]);
  await open.press("/room/1");
  expect(open.navigate).toHaveBeenCalledWith(`${OWN}/room/1`);
  const none = begin([]);
  await none.press("/plan/2");
  expect(none.openWindow).toHaveBeenCalledWith(`${OWN}/plan/2`);
  await none.press("https://evil.example/");
  await none.press("//evil.example/");
  expect(none.openWindow).toHaveBeenCalledTimes(1);
});
