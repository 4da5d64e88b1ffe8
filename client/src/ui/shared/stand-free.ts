import { covered, freePlace } from "./free-place.ts";

/** Pages move below it: it looks this often whether it has come to lie over something, in ms. */
const LOOK_MS = 200;
/** So wide it may be, in px; narrower is tried where the screen has no place for it. */
const WIDTHS = [480, 260, 180] as const;

const CONTROLS =
  "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, label, [role=tab], [role=option], [role=menuitem]";

/** What can be pressed and is seen: not what is scrolled away or lies under something else. */
function seenControls(): DOMRect[] {
  return [...document.querySelectorAll(CONTROLS)].flatMap((control) => {
    const box = control.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const points = [
      [x, y],
      [x, box.top + 4],
      [x, box.bottom - 4],
      [box.left + 4, y],
      [box.right - 4, y],
    ] as const;
    const seen = points.some(([across, down]) => {
      const hit = document.elementFromPoint(across, down);
      return hit !== null && control.contains(hit);
    });
    return seen ? [box] : [];
  });
}

/** What the phone's frame leaves free at its top for a message that has no other place. */
const ROOM = "--toast-room";
const { style: page } = document.documentElement;

function place(region: HTMLElement): void {
  const taken = seenControls();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const tries = WIDTHS.map((most) => {
    const wide = Math.min(most, width - 24);
    // Where it stands would bound its width.
    Object.assign(region.style, { inset: "0px auto auto 0px", margin: "0px", maxWidth: `${wide}px` });
    const { offsetWidth, offsetHeight } = region;
    return { wide, ...freePlace({ width: offsetWidth, height: offsetHeight }, taken, { width, height }) };
  });
  const best = tries.find(({ over }) => over === 0) ?? tries.toSorted((a, b) => a.over - b.over)[0];
  if (!best) return;
  if (best.over === 0 || region.dataset["face"] !== "phone") {
    Object.assign(region.style, { left: `${best.left}px`, top: `${best.top}px`, maxWidth: `${best.wide}px` });
    return;
  }
  // A screen full of rows: the page makes room, and nothing is under it.
  region.toggleAttribute("data-room", true);
  Object.assign(region.style, { inset: "0px 0px auto", maxWidth: "none" });
  page.setProperty(ROOM, `${region.offsetHeight}px`);
}

/** Puts a thing where it covers nothing that can be pressed, and moves it when that changes. Answers how to end it. */
export function standFree(region: HTMLElement): () => void {
  place(region);
  const looking = setInterval(() => {
    const hides = covered(region.getBoundingClientRect(), seenControls()) > 0;
    if (hides && !region.hasAttribute("data-room")) place(region);
  }, LOOK_MS);
  return () => {
    clearInterval(looking);
    region.removeAttribute("data-room");
    page.removeProperty(ROOM);
  };
}
