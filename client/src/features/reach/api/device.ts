import type { PushAddress } from "@fuzhen/shared/reach/reach.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Notices come to this device for as long as its session lasts. */
export const addDevice = (device: PushAddress & { language: "zh" | "en" }) => api.reach.subscribe(device);
export const dropDevice = () => api.reach.unsubscribe();
