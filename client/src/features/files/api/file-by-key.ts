import { api } from "../../../lib/api/client.ts";

/** What the server knows of an own upload; null when it has never heard of it. */
export const fileByKey = (uploadKey: string) => api.files.byKey({ uploadKey });
