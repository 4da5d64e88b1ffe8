import { serverNow } from "../../../lib/server-clock.ts";
import { forgetRows, KEPT_FOR_OTHERS_MS } from "../../../lib/forget-rows.ts";
import { quietly } from "../../../lib/quietly.ts";
import { getSession, onSignOut } from "../../../lib/session.tsx";
import { OUTBOX_DB, OUTBOX_STORE } from "../../../realtime/forget-outbox.ts";
import { openLiveLine } from "../../../realtime/live-line.ts";
import { sendMessage } from "../api/send-message.ts";
import { forgetHere, outboxStore } from "./outbox-store.ts";
import { Outbox } from "./outbox.ts";
import { uploadImage } from "./upload-image.ts";

let current: Outbox | null = null;
let opening: { accountId: string; outbox: Promise<Outbox> } | null = null;

/** Web Locks need a secure context. Without them two tabs may send the same message, which the server stores once. */
const inTurn = <T>(name: string, run: () => Promise<T>): Promise<T> =>
  "locks" in navigator ? navigator.locks.request(name, run) : run();

/** The outbox of the person who is signed in; it goes on sending while the app is open, whatever page is shown. */
export async function openOutbox(): Promise<Outbox> {
  const accountId = getSession().user?.id;
  if (accountId === undefined) throw new Error("signed out");
  if (opening?.accountId !== accountId) {
    current?.close();
    opening = { accountId, outbox: make(accountId) };
  }
  return opening.outbox;
}

const isOld = (createdAt: string) => serverNow() - Date.parse(createdAt) > KEPT_FOR_OTHERS_MS;

async function make(accountId: string): Promise<Outbox> {
  const store = await outboxStore();
  // What others left here too long ago. Tried again at the next start.
  void quietly(forgetRows(OUTBOX_DB, OUTBOX_STORE, (row) => row.accountId !== accountId && isOld(row.createdAt ?? "")));
  const outbox = new Outbox(accountId, { store, send: sendMessage, upload: uploadImage, inTurn });
  current = outbox;
  warnBeforeClosing(outbox);
  outbox.wake();
  // Not awaited, so that a person can write while offline.
  void openLiveLine().then((line) => line.onUp(() => current === outbox && outbox.wake()));
  return outbox;
}

/** The browser asks before the page is closed while something of it lies in this page alone. */
function warnBeforeClosing(outbox: Outbox): void {
  addEventListener("beforeunload", (event) => {
    if (outbox.getPending().some(({ kept }) => !kept)) event.preventDefault();
  });
}

// After `expired` the messages stay where they are; after `ended` realtime/forget-outbox.ts deletes those in IndexedDB.
onSignOut((reason, personId) => {
  if (reason === "ended") void forgetHere(personId);
  current?.close();
  current = null;
  opening = null;
});
