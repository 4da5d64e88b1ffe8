import { useEffect, type RefObject } from "react";

const FOCUSABLE = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex]";

/** How many earlier focused elements are tried, such as from a dialog over a menu back to its row. */
const REMEMBERED = 6;

/** Where to go when an element is gone: what stands in its place, or the part of the page it was in. */
function nextTo(ancestors: readonly Element[], within: Element): HTMLElement | null {
  const home = ancestors.find((element) => element.isConnected && within.contains(element));
  if (!(home instanceof HTMLElement)) return null;
  const inPlace = home.querySelector<HTMLElement>(FOCUSABLE);
  const small = home.matches("td, li, tr, form, section, [role=group]");
  if (inPlace && small) return inPlace;
  if (!home.hasAttribute("tabindex")) home.tabIndex = -1;
  return home;
}

/**
 * Focus never falls to nowhere. When the focused element goes away with an action (a row's button, a dialog whose opener is
 * gone too), the browser leaves the focus on the body and a person at the keyboard starts again from the top; here it goes to
 * what took the element's place, or to the nearest part of the page around it.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const within = root.current;
    if (!within) return undefined;
    const places: { element: Element; ancestors: Element[] }[] = [];
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target === document.body) return;
      const ancestors: Element[] = [];
      for (let at = target.parentElement; at; at = at.parentElement) ancestors.push(at);
      places.unshift({ element: target, ancestors });
      places.length = Math.min(places.length, REMEMBERED);
    };
    const keep = () => {
      const [last] = places;
      if (!last || last.element.isConnected || document.activeElement !== document.body) return;
      const still = places.find(({ element }) => element.isConnected && within.contains(element));
      const next = within.contains(last.ancestors.find((element) => element.isConnected) ?? null)
        ? nextTo(last.ancestors, within)
        : still?.element;
      (next instanceof HTMLElement ? next : within.querySelector<HTMLElement>("h1, main"))?.focus({
        preventScroll: true,
      });
    };
    const observer = new MutationObserver(keep);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", onFocus);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", onFocus);
    };
  }, [root]);
}
