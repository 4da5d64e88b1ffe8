import { api } from "../lib/api/client.ts";
import { keepPush } from "../features/reach/push-here.ts";

/** Asks for the server's key only where it is needed. */
export const keepPushOf = (): Promise<void> =>
  keepPush(async () => {
    const { pushKey, here } = await api.reach.settings();
    return here ? null : pushKey;
  });
