import { Suspense } from "react";
import { Navigate, Outlet, Route, Routes, useSearchParams } from "../../../lib/router/index.ts";
import { useSession } from "../../../lib/session.tsx";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";
import { afterSignIn } from "../../homes.ts";
import { NotFound } from "../../NotFound.tsx";
import { Waiting } from "../../Waiting.tsx";
import { SignIn } from "./sign-in.tsx";
import { SignUp } from "./sign-up.tsx";

const ResetPassword = laterPart(() => import("./reset-password.tsx"));
const Welcome = laterPart(() => import("./welcome.tsx"));
// The patients' own pages: who has not signed in sees the same, and signs in to book.
const Finder = laterPart(() => import("../patient/booking.tsx"));
const SpecialistPage = laterPart(() => import("../patient/specialist.tsx"));
// Of staff alone: no patient downloads it.
const SecondStep = laterPart(() => import("./second-step.tsx"));

/** Sends people who are signed in already to where they wanted to go. */
function Strangers() {
  const session = useSession();
  const next = useSearchParams()[0].get("next");
  return session.status === "signed-in" ? <Navigate to={afterSignIn(session.user, next)} replace /> : <Outlet />;
}

/** Pages without a whole session. Signing in and up are one download: they are small, and people move between them. */
export default function PublicTree() {
  return (
    <PhoneFrame>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route element={<Strangers />}>
            <Route path="/sign-in" element={<SignIn />} />
            <Route path="/sign-up" element={<SignUp />} />
            <Route path="/reset-password" element={<ResetPassword />} />
          </Route>
          <Route path="/" element={<Welcome />} />
          <Route path="/booking" element={<Finder />} />
          <Route path="/booking/specialists/:specialistId" element={<SpecialistPage />} />
          <Route path="/second-step" element={<SecondStep />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </PhoneFrame>
  );
}
