import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Role } from "@fuzhen/shared/roles.ts";
import { quietly } from "../lib/quietly.ts";
import { whenCalm } from "../realtime/when-calm.ts";

const keep = async (role: Role) => (await import("./keep-code.ts")).keepCode(role);

/** Has this device keep what the role's pages need, once the present one has all it asked for. */
export function useKeptCode(role: Role): void {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      whenCalm(
        () => queryClient.isFetching() > 0,
        // Where it is refused, pages come from the server each time, as they always did.
        () => void quietly(keep(role)),
      ),
    [queryClient, role],
  );
}
