// @vitest-environment happy-dom
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SendTrouble, type Sender } from "./send-by-tus.ts";
import { createUploadQueue, type UploadQueue } from "./upload-queue.ts";
import type { StoredUpload } from "./upload-item.ts";
import { createMemoryStore, type UploadStore } from "./upload-store.ts";

const paper = (name: string, bytes = 10) => new File(["x".repeat(bytes)], name, { type: "image/jpeg" });
const info = (key: string, part: Partial<FileInfo> = {}): FileInfo => ({
  id: `file-${key}`,
  name: "",
  bytes: 10,
  kind: "image",
  status: "ready",
  refusal: null,
  pages: [],
  original: null,
  ...part,
});

let kept: Map<string, StoredUpload>;
let server: Map<string, FileInfo>;
let account: string | undefined;
const note = vi.fn<(accountId: string, waiting: boolean) => void>();
const queues: UploadQueue[] = [];

function queueWith(send: Sender["send"], store: UploadStore = createMemoryStore(kept)): UploadQueue {
  const queue = createUploadQueue({
    store,
    sender: { send, discard },
    fileByKey: async (key) => server.get(key) ?? null,
    accountId: () => account,
    inTurn: (run) => run(),
    note,
    pause: { line: 5, reading: 5 },
  });
  queues.push(queue);
  return queue;
}
const discard = vi.fn<Sender["discard"]>(async () => undefined);
const delivers: Sender["send"] = async ({ key, file }, { url, progress }) => {
  url(`/api/uploads/${key}`);
  progress(file.size);
  server.set(key, info(key));
};
const states = (queue: UploadQueue) => queue.getSnapshot().items.map((item) => item.state);
const settled = (queue: UploadQueue, wanted: string[]) => vi.waitFor(() => expect(states(queue)).toEqual(wanted));

beforeEach(() => {
  kept = new Map();
  server = new Map();
  account = "me";
  note.mockClear();
  discard.mockClear();
});
afterEach(() => {
  for (const queue of queues.splice(0)) queue.leave("ended");
});

test("files go one at a time and are kept until the report is sent", async () => {
  let atOnce = 0;
  let most = 0;
  const queue = queueWith(async (upload, hear) => {
    most = Math.max(most, ++atOnce);
    await Promise.resolve();
    await delivers(upload, hear);
    atOnce -= 1;
  });
  await queue.pick([paper("a.jpg"), paper("b.jpg"), paper("c.jpg")], "p1");
  await settled(queue, ["ready", "ready", "ready"]);
  expect(most).toBe(1);
  expect(queue.getSnapshot().items.map((item) => item.name)).toEqual(["a.jpg", "b.jpg", "c.jpg"]);
  expect(kept.size).toBe(3);
  await queue.settle(queue.getSnapshot().items.map((item) => item.key));
  expect(kept.size).toBe(0);
  expect(discard).not.toHaveBeenCalled();
  expect(note).toHaveBeenLastCalledWith("me", false);
});

test("a reload in the middle goes on with the same file, key and address, without picking it again", async () => {
  const before = queueWith(
    ({ key }, { url, progress }) =>
      new Promise(() => {
        url(`/api/uploads/${key}`);
        progress(4);
      }),
  );
  await before.pick([paper("a.jpg"), paper("b.jpg")], "p1");
  await settled(before, ["uploading", "queued"]);
  const seen: Pick<StoredUpload, "key" | "url" | "name">[] = [];
  const after = queueWith(async (upload, hear) => {
    seen.push({ key: upload.key, url: upload.url, name: upload.name });
    expect(upload.file.size).toBe(10);
    await delivers(upload, hear);
  });
  await after.start();
  await settled(after, ["ready", "ready"]);
  const [a, b] = before.getSnapshot().items;
  expect(seen).toEqual([
    { key: a?.key, url: `/api/uploads/${a?.key}`, name: "a.jpg" },
    { key: b?.key, url: null, name: "b.jpg" },
  ]);
});

test("what arrived before the page went away is not sent twice", async () => {
  const row = {
    key: "k1",
    accountId: "me",
    patientId: "p1",
    name: "a.jpg",
    file: paper("a.jpg"),
    url: "/u/1",
    addedAt: 1,
  };
  kept.set("k1", row);
  server.set("k1", info("k1", { status: "processing" }));
  const send = vi.fn(delivers);
  const queue = queueWith(send);
  await queue.start();
  expect(states(queue)).toEqual(["processing"]);
  server.set("k1", info("k1", { status: "refused", refusal: "file_broken" }));
  await settled(queue, ["refused"]);
  expect(queue.getSnapshot().items[0]?.reason).toBe("file_broken");
  expect(send).not.toHaveBeenCalled();
});

test("a lost line waits and goes on by itself; a refusal does not hold the others up", async () => {
  let tries = 0;
  const queue = queueWith(async (upload, hear) => {
    if (upload.name === "big.jpg") throw new SendTrouble("file_too_large");
    if (++tries < 3) throw new SendTrouble("offline");
    await delivers(upload, hear);
  });
  await queue.pick([paper("big.jpg", 20), paper("a.jpg")], "p1");
  await settled(queue, ["failed", "ready"]);
  expect(queue.getSnapshot().items[0]?.reason).toBe("file_too_large");
  expect(tries).toBe(3);
});

test("a file taken back in mid-upload stops, goes from the phone, and is taken back from the server", async () => {
  let stopped = false;
  const queue = queueWith((upload, { url, signal }) => {
    url("/api/uploads/x");
    if (upload.name === "b.jpg") return delivers(upload, { url, signal, progress: () => undefined });
    return new Promise((_, reject) =>
      signal.addEventListener("abort", () => {
        stopped = true;
        reject(new SendTrouble("offline"));
      }),
    );
  });
  await queue.pick([paper("a.jpg"), paper("b.jpg")], "p1");
  await settled(queue, ["uploading", "queued"]);
  await queue.remove(queue.getSnapshot().items[0]?.key ?? "");
  await settled(queue, ["ready"]);
  expect(stopped).toBe(true);
  expect([...kept.values()].map((row) => row.name)).toEqual(["b.jpg"]);
  expect(discard).toHaveBeenCalledWith(expect.objectContaining({ url: "/api/uploads/x", accountId: "me" }));
});

test("choosing another person sends the files anew for that person, in the same order", async () => {
  const sentFor: string[] = [];
  const queue = queueWith(async (upload, hear) => {
    sentFor.push(`${upload.name} ${upload.patientId}`);
    await delivers(upload, hear);
  });
  await queue.pick([paper("a.jpg"), paper("b.jpg")], "p1");
  await settled(queue, ["ready", "ready"]);
  await queue.moveTo("p2");
  await settled(queue, ["ready", "ready"]);
  expect(sentFor).toEqual(["a.jpg p1", "b.jpg p1", "a.jpg p2", "b.jpg p2"]);
  expect(queue.getSnapshot().items.map((item) => `${item.name} ${item.patientId}`)).toEqual(["a.jpg p2", "b.jpg p2"]);
  expect(kept.size).toBe(2);
  expect(discard).toHaveBeenCalledTimes(2);
});

test("an expired session stops and waits for the same person; leaving for good forgets", async () => {
  let line: Promise<void> = new Promise(() => undefined);
  const queue = queueWith(async (upload, hear) => {
    if (account === undefined) throw new SendTrouble("signed-out");
    await line;
    await delivers(upload, hear);
  });
  await queue.pick([paper("a.jpg")], "p1");
  await settled(queue, ["uploading"]);
  account = undefined;
  queue.leave("expired");
  await settled(queue, ["waiting"]);
  line = Promise.resolve();
  account = "me";
  queue.wake();
  await settled(queue, ["ready"]);
  queue.leave("ended");
  expect(queue.getSnapshot().items).toEqual([]);
});

test("another account's files on this phone are not sent, and wait for them a week", async () => {
  const row = { accountId: "you", patientId: "p9", name: "a.jpg", file: paper("a.jpg"), url: null };
  kept.set("old", { ...row, key: "old", addedAt: Date.now() - 8 * 86_400_000 });
  kept.set("new", { ...row, key: "new", addedAt: Date.now() - 6 * 86_400_000 });
  const send = vi.fn(delivers);
  const queue = queueWith(send);
  await queue.start();
  expect([...kept.keys()]).toEqual(["new"]);
  expect(queue.getSnapshot().items).toEqual([]);
  expect(send).not.toHaveBeenCalled();
});

test("who takes the page over finds nothing of the first in it, and the first finds theirs again", async () => {
  const queue = queueWith(() => new Promise(() => undefined));
  await queue.pick([paper("a.jpg")], "p1");
  await settled(queue, ["uploading"]);
  queue.leave("expired");
  queue.leave("taken-over");
  account = "you";
  await queue.start();
  expect(queue.getSnapshot().items).toEqual([]);
  await queue.pick([paper("b.jpg")], "p9");
  queue.leave("taken-over");
  account = "me";
  await queue.start();
  expect(queue.getSnapshot().items.map((item) => item.name)).toEqual(["a.jpg"]);
});

test("where the browser keeps nothing, files are sent all the same and the page knows", async () => {
  const refuse = () => Promise.reject(new DOMException("no", "InvalidStateError"));
  const queue = queueWith(delivers, { all: refuse, put: refuse, setUrl: refuse, remove: refuse });
  await queue.pick([paper("a.jpg")], "p1");
  await settled(queue, ["ready"]);
  expect(queue.getSnapshot().durable).toBe(false);
});

test("what is chosen stands there at once and is kept, though neither the phone's store nor the server answers yet", async () => {
  const memory = createMemoryStore(kept);
  let answer = (): void => undefined;
  const slow: UploadStore = {
    ...memory,
    all: async () => {
      const rows = await memory.all();
      await new Promise<void>((resolve) => (answer = resolve));
      return rows;
    },
  };
  const earlier = queueWith(() => new Promise(() => undefined));
  await earlier.pick([paper("old.jpg")], "p1");
  const queue = queueWith(delivers, slow);
  void queue.start();
  const picking = queue.pick([paper("a.jpg"), paper("空白.jpg", 0)], "p1");
  expect(queue.getSnapshot().items.map((item) => item.name)).toEqual(["a.jpg"]);
  expect(queue.getSnapshot().refused).toEqual([{ name: "空白.jpg", fault: "file_empty" }]);
  await picking;
  expect([...kept.values()].map((row) => row.name)).toEqual(["old.jpg", "a.jpg"]);
  answer();
  await settled(queue, ["ready", "ready"]);
  expect(queue.getSnapshot().items.map((item) => item.name)).toEqual(["old.jpg", "a.jpg"]);
});

test("why a file was not taken is said until the next choice or until the report is sent", async () => {
  const queue = queueWith(delivers);
  await queue.pick([paper("空白.jpg", 0)], "p1");
  expect(queue.getSnapshot().refused).toHaveLength(1);
  await queue.pick([paper("a.jpg")], "p1");
  expect(queue.getSnapshot().refused).toEqual([]);
  await queue.pick([paper("a.jpg")], "p1");
  expect(queue.getSnapshot().refused).toEqual([{ name: "a.jpg", fault: "picked_twice" }]);
  await queue.settle(queue.getSnapshot().items.map((item) => item.key));
  expect(queue.getSnapshot().refused).toEqual([]);
});

test("a file chosen when the session has just run out is kept for its owner and goes when they are back", async () => {
  const queue = queueWith(delivers);
  await queue.start();
  account = undefined;
  queue.leave("expired");
  await queue.pick([paper("a.jpg")], "p1");
  expect([...kept.values()].map((row) => row.accountId)).toEqual(["me"]);
  expect(states(queue)).toEqual(["queued"]);
  account = "me";
  queue.wake();
  await settled(queue, ["ready"]);
});

test("files stand in the order the person gave them, after a restart too", async () => {
  const queue = queueWith(delivers);
  await queue.pick([paper("a.jpg"), paper("b.jpg"), paper("c.jpg")], "p1");
  await settled(queue, ["ready", "ready", "ready"]);
  const names = (of: UploadQueue) => of.getSnapshot().items.map(({ name }) => name);
  const keyOf = (name: string) => queue.getSnapshot().items.find((item) => item.name === name)?.key ?? "";
  await queue.move(keyOf("c.jpg"), -1);
  await queue.move(keyOf("a.jpg"), 1);
  expect(names(queue)).toEqual(["c.jpg", "a.jpg", "b.jpg"]);
  await queue.move(keyOf("c.jpg"), -1);
  await queue.move(keyOf("b.jpg"), 1);
  expect(names(queue)).toEqual(["c.jpg", "a.jpg", "b.jpg"]);
  const later = queueWith(delivers);
  await later.start();
  expect(names(later)).toEqual(["c.jpg", "a.jpg", "b.jpg"]);
});

test("a page is taken again in its place, and the first picture is thrown away", async () => {
  const queue = queueWith(delivers);
  await queue.pick([paper("a.jpg"), paper("b.jpg")], "p1");
  await settled(queue, ["ready", "ready"]);
  const [first] = queue.getSnapshot().items;
  await queue.retake(first?.key ?? "", paper("a2.jpg", 12));
  await settled(queue, ["ready", "ready"]);
  expect(queue.getSnapshot().items.map(({ name }) => name)).toEqual(["a2.jpg", "b.jpg"]);
  expect(discard).toHaveBeenCalledTimes(1);
  expect([...kept.values()].map(({ name }) => name).toSorted()).toEqual(["a2.jpg", "b.jpg"]);
  // An empty one is said, and what is there stays.
  await queue.retake(queue.getSnapshot().items[0]?.key ?? "", paper("empty.jpg", 0));
  expect(queue.getSnapshot().refused).toEqual([{ name: "empty.jpg", fault: "file_empty" }]);
  expect(queue.getSnapshot().items.map(({ name }) => name)).toEqual(["a2.jpg", "b.jpg"]);
});
