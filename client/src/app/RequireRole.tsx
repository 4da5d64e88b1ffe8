import { pendingStep } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import type { ReactNode } from "react";
import { Navigate, useLocation } from "../lib/router/index.ts";
import { retryStart } from "../lib/api/start-session.ts";
import { useSession } from "../lib/session.tsx";
import { useLiveCache } from "../realtime/use-live-cache.ts";
import { PhoneFrame } from "../ui/mobile/PhoneFrame.tsx";
import { LineAway } from "../ui/shared/LineAway.tsx";
import { afterSignIn, homeOf, signInPage } from "./homes.ts";
import { useKept } from "./use-kept.ts";
import { Waiting } from "./Waiting.tsx";

/** Keeps people away from pages that are not for them. This is a convenience; the server is what protects. */
export function RequireRole({ only, children }: { only: Role; children: ReactNode }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status === "loading") {
    return (
      <PhoneFrame>
        {session.away ? (
          <main>
            <LineAway onRetry={retryStart} />
          </main>
        ) : (
          <Waiting />
        )}
      </PhoneFrame>
    );
  }
  const wanted = pathname + search;
  if (session.status === "signed-out") return <Navigate to={signInPage(session, wanted)} replace />;
  if (session.user.secondFactor === "required") return <Navigate to={afterSignIn(session.user, wanted)} replace />;
  if (session.user.role !== only) return <Navigate to={homeOf(session.user)} replace />;
  return (
    <>
      {pendingStep(session.user) === null && <LiveLine me={session.user} />}
      {children}
    </>
  );
}

/**
 * Patient pages that need the live connection at once. Others work without it for a moment; the desk always needs it.
 */
const LIVE_PLACES = /^\/(room|messages|appointments)(\/|$)/;

/**
 * Opens the live connection for everybody who is fully signed in, and has this device keep what their pages need; the
 * code for both is not part of the first page's download. Rendered beside the pages, not around them, so that they are not remounted when the last step of signing in is done.
 */
function LiveLine({ me }: { me: Me }) {
  const { pathname } = useLocation();
  useKept(me);
  useLiveCache(me.role !== "patient" || LIVE_PLACES.test(pathname));
  return null;
}
