import { Route, Routes } from "react-router";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { NotFound } from "../../NotFound.tsx";

/** Pages without a session. All in one download: they are small, and people move between them. */
export default function PublicTree() {
  return (
    <PhoneFrame>
      <Routes>
        <Route path="*" element={<NotFound />} />
      </Routes>
    </PhoneFrame>
  );
}
