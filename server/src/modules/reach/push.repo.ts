import webpush from "web-push";
import type { PushAddress } from "@fuzhen/shared/reach/reach.schema.ts";
import { Types } from "../../platform/database.ts";
import type { Keys } from "../../platform/keys.ts";
import { PushDeviceModel, PushKeyModel, type PushDeviceRow } from "./push.model.ts";

const lookupOf = (keys: Keys, endpoint: string) => keys.lookup(`push:${endpoint}`);
/** Bound to the session: a row that is moved to another one does not open. */
const placeOf = (sessionId: string) => `push-device:${sessionId}`;
/** More browsers than a person has. */
const MOST_DEVICES = 20;

export interface PushDevice {
  id: string;
  sessionId: string;
  language: "zh" | "en";
  address: PushAddress;
}

export const openAddress = (keys: Keys, { sealedAddress, sessionId }: PushDeviceRow): PushAddress =>
  JSON.parse(keys.open(sealedAddress, placeOf(String(sessionId)))) as PushAddress;

/** Takes the notices of this browser for this session, from whoever had them. */
export async function keepDevice(
  keys: Keys,
  device: { userId: string; sessionId: string; address: PushAddress; language: "zh" | "en"; createdAt: Date },
): Promise<void> {
  const { address, userId, sessionId, ...rest } = device;
  const endpointLookup = lookupOf(keys, address.endpoint);
  const sealedAddress = keys.seal(JSON.stringify(address), placeOf(sessionId));
  await PushDeviceModel.deleteMany({ sessionId, endpointLookup: { $ne: endpointLookup } });
  await PushDeviceModel.updateOne(
    { endpointLookup },
    { $set: { ...rest, userId: new Types.ObjectId(userId), sessionId: new Types.ObjectId(sessionId), sealedAddress } },
    { upsert: true },
  );
}

export async function dropDevices(of: { sessionId: string } | { _id: string }): Promise<void> {
  await PushDeviceModel.deleteMany(of);
}

export const hasDevice = async (sessionId: string): Promise<boolean> =>
  (await PushDeviceModel.exists({ sessionId })) !== null;

export async function devicesOf(keys: Keys, userId: string): Promise<PushDevice[]> {
  const rows = await PushDeviceModel.find({ userId }).sort({ _id: -1 }).limit(MOST_DEVICES).lean();
  return rows.map((row) => ({
    id: String(row._id),
    sessionId: String(row.sessionId),
    language: row.language,
    address: openAddress(keys, row),
  }));
}

const VAPID = "vapid";
export const openPrivateKey = (keys: Keys, { sealedPrivateKey }: { sealedPrivateKey: string }): string =>
  keys.open(sealedPrivateKey, "push-key");

/** The server's key pair; made by the first that asks, whichever process that is. */
export async function vapidKeys(keys: Keys): Promise<{ publicKey: string; privateKey: string }> {
  const known = await PushKeyModel.findById(VAPID).lean();
  if (known) return { publicKey: known.publicKey, privateKey: openPrivateKey(keys, known) };
  const { publicKey, privateKey } = webpush.generateVAPIDKeys();
  const made = await PushKeyModel.findOneAndUpdate(
    { _id: VAPID },
    { $setOnInsert: { publicKey, sealedPrivateKey: keys.seal(privateKey, "push-key") } },
    { upsert: true, returnDocument: "after" },
  ).lean();
  return { publicKey: made.publicKey, privateKey: openPrivateKey(keys, made) };
}
