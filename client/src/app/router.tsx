import { lazy, Suspense } from "react";
import { BrowserRouter, useLocation } from "react-router";
import { RequireRole } from "./RequireRole.tsx";
import { Waiting } from "./Waiting.tsx";

// One tree a role, each its own download: a patient never fetches the desk.
const PublicTree = lazy(() => import("./routes/public/index.tsx"));
const PatientTree = lazy(() => import("./routes/patient/index.tsx"));
const SpecialistTree = lazy(() => import("./routes/specialist/index.tsx"));
const AdminTree = lazy(() => import("./routes/admin/index.tsx"));
const PharmacistTree = lazy(() => import("./routes/pharmacist/index.tsx"));

/** First path segments that need no session, or half of one. */
const publicPlaces: ReadonlySet<string> = new Set(["sign-in", "sign-up", "reset-password", "second-step"]);

/**
 * The first segment of the path decides the tree; within it each tree has its own <Routes> with whole paths
 * ("/desk/visits/:id"), so that a path is found by searching for it.
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
