import type { PushAddress } from "@fuzhen/shared/reach/reach.schema.ts";
import { getPrefs } from "../../lib/prefs.ts";
import { personNow } from "../../lib/session.tsx";
import { pushFlag } from "../../lib/push-flag.ts";
import { addDevice, dropDevice } from "./api/device.ts";

/** `unsupported`: no notices in this browser (an iPhone has them only for apps on its home screen); `blocked`: the person has said no to the browser. */
export type PushStanding = "unsupported" | "blocked" | "open";
export function pushStanding(): PushStanding {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unsupported";
  return Notification.permission === "denied" ? "blocked" : "open";
}

async function subscription(pushKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: pushKey };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    // Made for another key of the server, before its data was made anew.
    const old = await pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** Asks the person, where they have not been asked; false when they say no. Rejects where no notices can be had. */
export async function turnPushOn(pushKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const { endpoint, keys } = (await subscription(pushKey)).toJSON();
  await addDevice({ endpoint, keys, language: getPrefs().language } as PushAddress & { language: "zh" | "en" });
  const person = personNow();
  if (person) pushFlag.note(person, true);
  return true;
}

/** In a later session of a person who has turned notices on here: it takes them again, without a word. */
export async function keepPush(pushKey: () => Promise<string | null>): Promise<void> {
  if (pushStanding() !== "open" || Notification.permission !== "granted") return;
  const key = await pushKey();
  if (key !== null) await turnPushOn(key);
}

export async function turnPushOff(): Promise<void> {
  await dropDevice();
  const person = personNow();
  if (person) pushFlag.note(person, false);
}
