import { cleanup, fireEvent, render, screen } from "@testing-library/react";
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

test("what crashes in a pane stays in it, and can be tried again", () => {
  withSizes();
  const quiet = vi.spyOn(console, "error").mockReturnValue();
  let broken = true;
  function Fragile() {
    if (broken) throw new Error("of the drawing");
    return <p>drawn</p>;
  }
  render(
    <PaneGroup id="two">
      <Pane id="one" label="one">
        <Fragile />
      </Pane>
      <PaneHandle />
      <Pane id="other" label="other">
        the other
      </Pane>
    </PaneGroup>,
  );
  expect(screen.getByRole("alert").textContent).toContain("其他部分不受影响");
  expect(screen.getByText("the other")).toBeTruthy();
  broken = false;
  fireEvent.click(screen.getByRole("button", { name: "再试一次" }));
  expect(screen.getByText("drawn")).toBeTruthy();
  quiet.mockRestore();
});
