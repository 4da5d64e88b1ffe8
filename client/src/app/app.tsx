import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { hearRejections } from "../lib/hear-rejections.ts";
import { Providers } from "./providers.tsx";
import { Router } from "./router.tsx";
import { crashReports } from "./watch-crashes.ts";

/** The words of index.html stand until the first page has its title, or says why it has none. */
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
export function draw(root: HTMLElement): void {
  hearRejections();
  endShell(root);
  createRoot(root, crashReports).render(
    <StrictMode>
      <Providers>
        <Router />
      </Providers>
    </StrictMode>,
  );
}
