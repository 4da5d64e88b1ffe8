/**
 * One browser of another kind with one page, as much of it as a journey needs. Playwright's own locators do not run in
 * Chromium 89, nor Playwright itself in Firefox ESR and WebKitGTK as Debian has them; `hand.ts` finds things by itself.
 */
export interface Engine {
  /** With its version, as the browser tells it. */
  name: string;
  open: (url: string) => Promise<void>;
  /** Runs a function in the page; it and its argument travel as text and JSON, and so does its answer. */
  run: <T, A>(task: (argument: A) => T, argument: A) => Promise<T>;
  /** A real press at a place of the viewport, in CSS px. */
  tap: (x: number, y: number) => Promise<void>;
  /** Into the field that has the focus. */
  type: (text: string) => Promise<void>;
  /** Gives files to the input that a CSS selector names. */
  pick: (selector: string, files: readonly string[]) => Promise<void>;
  picture: () => Promise<Buffer>;
  close: () => Promise<void>;
}

export interface Screen {
  width: number;
  height: number;
  touch: boolean;
}

/** What a journey may be run in, or why it cannot be on this machine. */
export interface EngineKind {
  name: string;
  /** Path of its program; empty when this machine has none. */
  program: string;
  start: (screen: Screen) => Promise<Engine>;
}
