import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { DeskShell } from "../../../ui/desk/DeskShell.tsx";
import { DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useSignOut } from "../../use-sign-out.ts";
import { useSpecialistNav } from "./nav.ts";

const Workbench = lazy(() => import("./workbench.tsx"));

export default function SpecialistTree() {
  const nav = useSpecialistNav();
  const signOut = useSignOut();
  return (
    <DeskShell nav={nav} onSignOut={signOut}>
      <Suspense
        fallback={
          <DeskPage title={nav[0]?.label ?? ""}>
            <DeskSkeleton />
          </DeskPage>
        }
      >
        <Routes>
          <Route path="/desk/:appointmentId?" element={<Workbench />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </DeskShell>
  );
}
