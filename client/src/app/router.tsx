import { lazy, Suspense } from "react";
import { BrowserRouter, useLocation } from "../lib/router/index.ts";
import { RequireRole } from "./RequireRole.tsx";
import { Waiting } from "./Waiting.tsx";

// One tree per role, each a download of its own, so a patient never downloads the desk.
const PublicTree = lazy(() => import("./routes/public/index.tsx"));
const PatientTree = lazy(() => import("./routes/patient/index.tsx"));
const SpecialistTree = lazy(() => import("./routes/specialist/index.tsx"));
const AdminTree = lazy(() => import("./routes/admin/index.tsx"));
const PharmacistTree = lazy(() => import("./routes/pharmacist/index.tsx"));

/** First path segments that need no session, or only a half session. */
const publicPlaces: ReadonlySet<string> = new Set(["sign-in", "sign-up", "reset-password", "second-step"]);

/**
 * The first path segment selects the tree. Within a tree, <Routes> use whole paths ("/desk/visits/:id"), so that a path
 * can be found by searching for it.
 */
function Tree() {
  const place = useLocation().pathname.split("/")[1] ?? "";
  if (publicPlaces.has(place)) return <PublicTree />;
  switch (place) {
    case "desk":
      return (
        <RequireRole only="specialist">
          <SpecialistTree />
        </RequireRole>
      );
    case "admin":
      return (
        <RequireRole only="admin">
          <AdminTree />
        </RequireRole>
      );
    case "pharmacy":
      return (
        <RequireRole only="pharmacist">
          <PharmacistTree />
        </RequireRole>
      );
    default:
      return (
        <RequireRole only="patient">
          <PatientTree />
        </RequireRole>
      );
  }
}

export function Router() {
  return (
    <BrowserRouter>
      <Suspense fallback={<Waiting />}>
        <Tree />
      </Suspense>
    </BrowserRouter>
  );
}
