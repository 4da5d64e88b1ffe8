import { cleanup, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { Pane, PaneGroup, PaneHandle } from "./Pane.tsx";

afterEach(cleanup);

function Visit({ growTo }: { growTo?: number }) {
  return (
    <PaneGroup id="visit" direction="vertical">
      <Pane id="talk" label="talk" defaultSize="50" minSize="0" growTo={growTo}>
        talk
      </Pane>
      <PaneHandle />
      <Pane id="note" label="note" minSize="0">
        note
      </Pane>
    </PaneGroup>
  );
}

/** The group lays out by what the browser measures; this DOM measures nothing by itself. */
function withSizes() {
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(600);
}

test("a group that goes while a pane is grown takes nothing with it", () => {
  withSizes();
  const shown = render(
    <StrictMode>
      <Visit growTo={62} />
    </StrictMode>,
  );
  expect(screen.getByLabelText("talk")).toBeTruthy();
  // As when another row is chosen during a call: the page stays, the visit's panes are taken away.
  expect(() => shown.rerender(<p>another row</p>)).not.toThrow();
  expect(screen.getByText("another row")).toBeTruthy();
});
