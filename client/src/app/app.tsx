import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { hearRejections } from "../lib/hear-rejections.ts";
import { quietly } from "../lib/quietly.ts";
import { Providers } from "./providers.tsx";
import { loadPlace, Router } from "./router.tsx";
import { crashReports } from "./watch-crashes.ts";

/** Keeps the words of index.html on screen until the first page shows its title or an error. */
function endShell(root: HTMLElement): void {
  const shell = document.getElementById("shell");
  const isDrawn = () => root.querySelector("h1, [role=alert], output p") !== null;
  const watch = new MutationObserver(() => {
    if (!isDrawn()) return;
    watch.disconnect();
    shell?.remove();
  });
  watch.observe(root, { childList: true, subtree: true });
}

/** In a file of its own, because main.tsx loads it together with the texts in the person's language. */
export async function draw(root: HTMLElement): Promise<void> {
  hearRejections();
  endShell(root);
  // Nothing is drawn before the page's code is there. If it does not come, the page itself says so.
  await quietly(loadPlace(window.location.pathname));
  createRoot(root, crashReports).render(
    <StrictMode>
      <Providers>
        <Router />
      </Providers>
    </StrictMode>,
  );
}
