import { Route, Routes } from "../../../lib/router/index.ts";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { usePharmacistNav } from "./nav.ts";

export default function PharmacistTree() {
  const nav = usePharmacistNav();
  return (
    <DeskFrame nav={nav}>
      <Routes>
        <Route path="*" element={<NotFound />} />
      </Routes>
    </DeskFrame>
  );
}
