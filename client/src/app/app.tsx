import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { hearRejections } from "../lib/hear-rejections.ts";
import { Providers } from "./providers.tsx";
import { Router } from "./router.tsx";
import { crashReports } from "./watch-crashes.ts";

/** In a file of its own, because main.tsx loads it together with the texts in the person's language. */
export function draw(root: HTMLElement): void {
  hearRejections();
  createRoot(root, crashReports).render(
    <StrictMode>
      <Providers>
        <Router />
      </Providers>
    </StrictMode>,
  );
}
