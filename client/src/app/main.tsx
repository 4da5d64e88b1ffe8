import "../ui/base.css";
import "../lib/first-page.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startSession } from "../lib/api/start-session.ts";
import { keepComposingKeys } from "../lib/composing-keys.ts";
import { applyPrefs } from "../lib/prefs.ts";
import { Providers } from "./providers.tsx";
import { reloadAfterRelease } from "./reload-after-release.ts";
import { Router } from "./router.tsx";
import { crashReports, watchCrashes } from "./watch-crashes.ts";

applyPrefs();
keepComposingKeys(window);
void startSession();

const { pathname: own } = new URL(import.meta.url);
window.addEventListener("vite:preloadError", () => void reloadAfterRelease(own, () => location.reload()));

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

watchCrashes();
createRoot(root, crashReports).render(
  <StrictMode>
    <Providers>
      <Router />
    </Providers>
  </StrictMode>,
);
