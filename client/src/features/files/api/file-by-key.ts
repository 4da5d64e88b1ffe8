import { api } from "../../../lib/api/client.ts";

/** What the server knows of an account's own upload; null when it has never heard of it. */
export const fileByKey = (uploadKey: string, accountId: string) => api.files.byKey({ uploadKey }, { as: accountId });
