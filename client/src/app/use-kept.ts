import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { forgetKeptOfOthers, keptFlag } from "../lib/kept/forget-kept.ts";
import { quietly } from "../lib/quietly.ts";
import { whenCalm } from "../realtime/when-calm.ts";

const keep = async ({ role, id }: Me) => (await import("./keep-code.ts")).keepCode(role, id);

/** Of what others have read here nothing stays, and nothing that staff read. */
async function keepReadings(me: Me, client: QueryClient): Promise<void> {
  await forgetKeptOfOthers(me.id);
  if (me.role === "patient") await (await import("../lib/kept/kept-readings.ts")).keepPerson(me, client);
}

/** Has this device keep what it takes to open and to read without line or server, once the present page has all it needs. */
export function useKept(me: Me): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    // Where something is kept already its code is too: nothing is fetched for it, and even a short look is kept.
    if (keptFlag.isUp(me.id)) void quietly(keepReadings(me, queryClient));
  }, [queryClient, me]);
  useEffect(
    () =>
      whenCalm(
        () => queryClient.isFetching() > 0,
        () => {
          // Where it is refused, pages come from the server each time, as they always did.
          void quietly(keep(me));
          // Where storage is refused, nothing lies in it.
          void quietly(keepReadings(me, queryClient));
        },
      ),
    [queryClient, me],
  );
}
