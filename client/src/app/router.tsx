import { Suspense } from "react";
import type { Role } from "@fuzhen/shared/roles.ts";
import { BrowserRouter, useLocation, useTowards } from "../lib/router/index.ts";
import { getSession, useSession } from "../lib/session.tsx";
import { later, type Later } from "../ui/shared/later.tsx";
import { patientPlaces } from "./patient-places.ts";
import { RequireRole } from "./RequireRole.tsx";
import { Waiting } from "./Waiting.tsx";

// One tree per role, each a download of its own, so a patient never downloads the desk.
const PublicTree = later(
  () => import("./routes/public/index.tsx"),
  (tree, pathname) => tree.loadPage(pathname),
);
const PatientTree = later(
  () => import("./routes/patient/index.tsx"),
  (tree, pathname) => tree.loadPage(pathname),
);
const SpecialistTree = later(
  () => import("./routes/specialist/index.tsx"),
  (tree, pathname) => tree.loadPage(pathname),
);
const AdminTree = later(
  () => import("./routes/admin/index.tsx"),
  (tree, pathname) => tree.loadPage(pathname),
);
const PharmacistTree = later(() => import("./routes/pharmacist/index.tsx"));

/** First path segments that need no session, or only a half session. */
const publicPlaces: ReadonlySet<string> = new Set(["sign-in", "sign-up", "reset-password", "second-step"]);

/** Pages of patients that everybody may see: what this is, the doctors, their prices and free times (R1, R3). */
const isOpenPage = (pathname: string): boolean => /^\/(booking(\/specialists\/[^/]+)?\/?)?$/.test(pathname);

/**
 * The first path segment selects the tree, and whose it is. Within a tree, <Routes> use whole paths ("/desk/visits/:id"),
 * so that a path can be found by searching for it.
 */
function treeAt(pathname: string): [Tree: Later, only: Role | null] {
  const place = pathname.split("/")[1] ?? "";
  if (publicPlaces.has(place)) return [PublicTree, null];
  if (place === "desk") return [SpecialistTree, "specialist"];
  if (place === "admin") return [AdminTree, "admin"];
  if (place === "pharmacy") return [PharmacistTree, "pharmacist"];
  // Nobody signs in only to read that there is no such page.
  return patientPlaces.has(place) ? [PatientTree, "patient"] : [PublicTree, null];
}

/** Brings the code of what will be drawn at an address; whoever is signed out is led to signing in. */
export function loadPlace(pathname: string): Promise<void> {
  const [Tree, only] = treeAt(pathname);
  return (only !== null && getSession().status === "signed-out" ? PublicTree : Tree).load(pathname);
}

function TreeHere() {
  const { pathname } = useLocation();
  const [Tree, only] = treeAt(pathname);
  const session = useSession();
  if (only === null) return <Tree />;
  // Whose session has just ended is told so, where they sign in again.
  if (session.status === "signed-out" && session.end === undefined && isOpenPage(pathname)) return <PublicTree />;
  return (
    <RequireRole only={only}>
      <Tree />
    </RequireRole>
  );
}

/** A press is answered at once, however slow the line. */
const Going = () => useTowards() !== null && <Waiting />;

export function Router() {
  return (
    <BrowserRouter>
      <Going />
      <Suspense fallback={<Waiting />}>
        <TreeHere />
      </Suspense>
    </BrowserRouter>
  );
}
