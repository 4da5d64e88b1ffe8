import { useCallback } from "react";
import { useNavigate } from "react-router";
import { signOut } from "../features/accounts/api/sign-out.ts";

/** Ends the session and shows the sign-in page, without a way back into what was open. */
export function useSignOut(): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    void signOut();
    void navigate("/sign-in", { replace: true });
  }, [navigate]);
}
