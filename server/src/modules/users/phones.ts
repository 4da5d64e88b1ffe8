import type { Keys } from "../../platform/keys.ts";

/** Keyed hash for finding the account of a phone number (R67: the number itself is stored encrypted only). */
export const phoneLookupOf = (keys: Keys, phone: string) => keys.lookup(`phone:${phone}`);
export const sealPhone = (keys: Keys, phone: string, userId: string) => keys.seal(phone, `user:${userId}`);
export const openPhone = (keys: Keys, user: { id: string; phoneSealed: string }) =>
  keys.open(user.phoneSealed, `user:${user.id}`);
