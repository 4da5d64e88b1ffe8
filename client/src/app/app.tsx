import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Providers } from "./providers.tsx";
import { Router } from "./router.tsx";
import { crashReports } from "./watch-crashes.ts";

/** Apart from main.tsx, which fetches this with the words of the person's language. */
export function draw(root: HTMLElement): void {
  createRoot(root, crashReports).render(
    <StrictMode>
      <Providers>
        <Router />
      </Providers>
    </StrictMode>,
  );
}
