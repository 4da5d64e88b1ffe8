import { pendingStep } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { useSession } from "../lib/session.tsx";
import { useLiveCache } from "../realtime/use-live-cache.ts";
import { PhoneFrame } from "../ui/mobile/PhoneFrame.tsx";
import { afterSignIn, homeOf, signInPage } from "./homes.ts";
import { Waiting } from "./Waiting.tsx";

/** The guard of a role's tree. It spares people pages that are not theirs; it protects nothing, the server does that. */
export function RequireRole({ only, children }: { only: Role; children: ReactNode }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status === "loading") {
    // The frame says so when the line is down: the session is asked for again as soon as it is back.
    return (
      <PhoneFrame>
        <Waiting />
      </PhoneFrame>
    );
  }
  const wanted = pathname + search;
  if (session.status === "signed-out") return <Navigate to={signInPage(session, wanted)} replace />;
  if (session.user.secondFactor === "required") return <Navigate to={afterSignIn(session.user, wanted)} replace />;
  if (session.user.role !== only) return <Navigate to={homeOf(session.user)} replace />;
  return (
    <>
      {pendingStep(session.user) === null && <LiveLine only={only} />}
      {children}
    </>
  );
}

/** A patient's pages that live by the connection; the others read well without it for a moment, the desk never does. */
const LIVE_PLACES = /^\/(room|messages|appointments)(\/|$)/;

/**
 * The live connection of everybody who is wholly signed in; its code is no part of the first page's download. Beside
 * the pages and not around them, so that they stay as they are when the last step of signing in is done.
 */
function LiveLine({ only }: { only: Role }) {
  const { pathname } = useLocation();
  useLiveCache(only !== "patient" || LIVE_PLACES.test(pathname));
  return null;
}
