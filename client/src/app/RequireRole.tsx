import type { Role } from "@fuzhen/shared/roles.ts";
import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { useSession } from "../lib/session.tsx";
import { homeOf } from "./homes.ts";
import { Waiting } from "./Waiting.tsx";

/** The guard of a role's tree. It spares people pages that are not theirs; it protects nothing, the server does that. */
export function RequireRole({ only, children }: { only: Role; children: ReactNode }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status === "loading") return <Waiting />;
  if (session.status === "signed-out") {
    const wanted = pathname + search;
    return <Navigate to={wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`} replace />;
  }
  if (session.user.role !== only) return <Navigate to={homeOf(session.user.role)} replace />;
  return children;
}
