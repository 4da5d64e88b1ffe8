import { useCallback } from "react";
import { useNavigate } from "react-router";
import { clearSession } from "../lib/session.tsx";

/** Ends the session here. What is written to the server (sign-out of the refresh cookie) is added with lib/api. */
export function useSignOut(): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    clearSession();
    void navigate("/sign-in", { replace: true });
  }, [navigate]);
}
