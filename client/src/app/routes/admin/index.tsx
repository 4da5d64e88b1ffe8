import { Route, Routes } from "react-router";
import { DeskShell } from "../../../ui/desk/DeskShell.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useSignOut } from "../../use-sign-out.ts";
import { useAdminNav } from "./nav.ts";

export default function AdminTree() {
  const nav = useAdminNav();
  const signOut = useSignOut();
  return (
    <DeskShell nav={nav} onSignOut={signOut}>
      <Routes>
        <Route path="*" element={<NotFound />} />
      </Routes>
    </DeskShell>
  );
}
