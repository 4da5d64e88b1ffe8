import "../ui/base.css";
import "../lib/first-page.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startSession } from "../lib/api/start-session.ts";
import { applyPrefs } from "../lib/prefs.ts";
import { Providers } from "./providers.tsx";
import { Router } from "./router.tsx";

applyPrefs();
void startSession();

// After a new release the chunks of the old one are gone: fetch the page anew, once, rather than break on a link.
window.addEventListener("vite:preloadError", (event) => {
  const reloadedAt = Number(sessionStorage.getItem("fuzhen.reloaded") ?? 0);
  if (Date.now() - reloadedAt < 60_000) return;
  sessionStorage.setItem("fuzhen.reloaded", String(Date.now()));
  event.preventDefault();
  location.reload();
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <Providers>
      <Router />
    </Providers>
  </StrictMode>,
);
