import { Suspense } from "react";
import { Navigate, Outlet, Route, routeFor, Routes, useSearchParams } from "../../../lib/router/index.ts";
import { useSession } from "../../../lib/session.tsx";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { later } from "../../../ui/shared/later.tsx";
import { afterSignIn } from "../../homes.ts";
import { NotFound } from "../../NotFound.tsx";
import { Waiting } from "../../Waiting.tsx";

const SignIn = later(() => import("./sign-in.tsx"));

/** Pages that lead whoever is signed in already to where they wanted to go. */
const entrances = [
  ["/sign-in", SignIn],
  ["/sign-up", later(() => import("./sign-up.tsx"))],
  ["/reset-password", later(() => import("./reset-password.tsx"))],
] as const;

const others = [
  ["/", later(() => import("./welcome.tsx"))],
  // The patients' own pages: who has not signed in sees the same, and signs in to book.
  ["/booking", later(() => import("../patient/booking.tsx"))],
  ["/booking/specialists/:specialistId", later(() => import("../patient/specialist.tsx"))],
  // Of staff alone: no patient downloads it.
  ["/second-step", later(() => import("./second-step.tsx"))],
] as const;

/**
 * Brings the code of the page at an address; from any other a stranger is led to signing in.
 * @public app/router.tsx calls it on the module it has loaded
 */
export const loadPage = (pathname: string): Promise<unknown> =>
  (routeFor([...entrances, ...others], pathname)?.[1] ?? SignIn).load(pathname);

/** Sends people who are signed in already to where they wanted to go. */
function Strangers() {
  const session = useSession();
  const next = useSearchParams()[0].get("next");
  return session.status === "signed-in" ? <Navigate to={afterSignIn(session.user, next)} replace /> : <Outlet />;
}

/** Pages without a whole session. */
export default function PublicTree() {
  return (
    <PhoneFrame>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route element={<Strangers />}>
            {entrances.map(([path, Page]) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
          </Route>
          {others.map(([path, Page]) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </PhoneFrame>
  );
}
