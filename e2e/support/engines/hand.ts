import { until } from "../stack.ts";
import type { Engine } from "./engine.ts";

type Kind = "press" | "field" | "choice" | "picture" | "words";
interface Sought {
  kind: Kind;
  /** What it is called: all of it, or a part where `part` says so. */
  name: string;
  part: boolean;
  /** Brought into the middle of the screen first, as who wants to press it does. */
  bring: boolean;
}
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Nothing lies over its middle. */
  free: boolean;
}

/** Runs in the page: where the first visible thing of a name is. Old words only, for the oldest engine. */
function locate({ kind, name, part, bring }: Sought): Box | null {
  const tags = {
    press: "button, a[href], [role=button], [role=tab], summary",
    field: "input, textarea, select",
    choice: "input[type=radio], input[type=checkbox]",
    picture: "img",
    words: "h1, h2, h3, p, span, li, dt, dd, div, output, label, strong, td, legend, time, em, small, b",
  };
  const clean = (words: string | null | undefined) => (words || "").replace(/\s+/g, " ").trim();
  const namesOf = (element: Element): string[] => {
    const { labels } = element as HTMLInputElement;
    return [
      element.getAttribute("aria-label"),
      element.getAttribute("alt"),
      ...Array.from(labels || [], (label) => label.textContent),
      kind === "press" || kind === "words" ? element.textContent : null,
    ].map(clean);
  };
  const fits = (found: string) => found !== "" && (part ? found.includes(name) : found === name);
  const targetOf = (element: Element) => (kind === "choice" && element.closest("label")) || element;
  const shown = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return width > 1 && height > 1 && style.visibility !== "hidden" && style.opacity !== "0";
  };
  const modals = document.querySelectorAll("dialog[open], [role=dialog][aria-modal=true]");
  // What lies behind a dialog cannot be pressed.
  const from: ParentNode = kind === "words" ? document : modals[modals.length - 1] || document;
  const found = Array.from(from.querySelectorAll(tags[kind]), (element) => ({ element, target: targetOf(element) }))
    .filter(({ element, target }) => shown(target) && namesOf(element).some(fits))
    // The innermost of what has these words.
    .filter(({ element }, _, all) => !all.some((other) => other.element !== element && element.contains(other.element)))
    .filter(({ element }) => kind === "words" || !(element as HTMLButtonElement).disabled)[0];
  if (!found) return null;
  if (bring) found.target.scrollIntoView({ block: "center", inline: "nearest", behavior: "auto" });
  const { left, top, width, height } = found.target.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  const free = hit !== null && (found.target.contains(hit) || hit.contains(found.target));
  return { x: left + width / 2, y: top + height / 2, width, height, free };
}

/** Things of the page that reach over its edge, with how wide they are. */
function overflowing(): string[] {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return Array.from(document.querySelectorAll("body *"))
    .filter((element) => element.getBoundingClientRect().right > wide + 0.5)
    .map(
      (element) => `${element.tagName} ${element.getBoundingClientRect().right} ${element.textContent?.slice(0, 20)}`,
    )
    .slice(0, 5);
}

/** A person at an engine: finds things by what they are called and presses them. Each act waits for what it needs. */
export interface Hand {
  go: (path: string) => Promise<void>;
  see: (words: string, kind?: Kind) => Promise<Box>;
  /** Presses what is called so; `part` when only a part of its name is known. */
  press: (name: string, how?: { kind?: Kind; part?: boolean }) => Promise<void>;
  write: (label: string, text: string) => Promise<void>;
  /** Chooses in a list that the browser itself draws, and no page can press. */
  choose: (label: string, option: string) => Promise<void>;
  widthOf: (selector: string) => Promise<number>;
  /** Of the thing that a selector names first. */
  boxOf: (selector: string) => Promise<{ left: number; width: number; height: number }>;
  /** Things wider than the screen, in words. */
  wideThings: () => Promise<string[]>;
  isAt: (path: RegExp) => Promise<void>;
}

export function handOf(engine: Engine, url: string): Hand {
  /** Where it is, once it is there, holds still and lies open. */
  const spot = async (sought: Sought): Promise<Box> => {
    let last: Box | null = null;
    await until(
      async () => {
        const now = await engine.run(locate, sought).catch(() => null);
        const still = now !== null && last !== null && Math.abs(now.x - last.x) + Math.abs(now.y - last.y) < 1;
        last = now;
        return still && (now.free || !sought.bring);
      },
      `「${sought.name}」 in ${engine.name}`,
      20_000,
    );
    return last as unknown as Box;
  };
  const see: Hand["see"] = (name, kind = "words") => spot({ kind, name, part: true, bring: false });
  const press: Hand["press"] = async (name, { kind = "press", part = false } = {}) => {
    const { x, y } = await spot({ kind, name, part, bring: true });
    await engine.tap(x, y);
  };
  const boxOf: Hand["boxOf"] = async (selector) => {
    await until(
      () => engine.run((css) => document.querySelector(css) !== null, selector),
      `${selector} in ${engine.name}`,
      20_000,
    );
    return engine.run((css) => {
      const { left, width, height } = (document.querySelector(css) ?? document.body).getBoundingClientRect();
      return { left, width, height };
    }, selector);
  };
  return {
    go: (path) => engine.open(url + path),
    see,
    press,
    write: async (label, text) => {
      await press(label, { kind: "field", part: true });
      await engine.type(text);
    },
    choose: async (label, option) => {
      await spot({ kind: "field", name: label, part: true, bring: true });
      await engine.run(
        ([of, wanted]) => {
          const select = Array.from(document.querySelectorAll("select")).find((one) =>
            Array.from(one.labels).some((words) => (words.textContent || "").includes(of || "")),
          );
          const found = Array.from(select?.options || []).find(({ text }) => text === wanted);
          if (!select || !found) return;
          select.value = found.value;
          select.dispatchEvent(new Event("change", { bubbles: true }));
        },
        [label, option],
      );
    },
    boxOf,
    widthOf: async (selector) => (await boxOf(selector)).width,
    wideThings: () => engine.run(overflowing, null),
    isAt: (path) =>
      until(
        async () => path.test(await engine.run(() => location.pathname + location.search, null)),
        `${path} in ${engine.name}`,
        20_000,
      ),
  };
}
