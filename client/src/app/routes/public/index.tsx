import { Route, Routes } from "react-router";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { SignIn } from "./sign-in.tsx";
import { SignUp } from "./sign-up.tsx";

/** Pages without a session. All in one download: they are small, and people move between them. */
export default function PublicTree() {
  return (
    <PhoneFrame>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/sign-up" element={<SignUp />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </PhoneFrame>
  );
}
