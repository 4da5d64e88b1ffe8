import { expect, type Page, type Request } from "@playwright/test";

const asked = new WeakMap<Page, Set<Request>>();

/** Requests of a page in progress, counted from the first call of this function. */
function underWay(page: Page): Set<Request> {
  const known = asked.get(page);
  if (known) return known;
  const requests = new Set<Request>();
  page.on("request", (request) => requests.add(request));
  page.on("requestfinished", (request) => requests.delete(request));
  page.on("requestfailed", (request) => requests.delete(request));
  asked.set(page, requests);
  return requests;
}

/** Waits until the page is drawn: no request for a moment, no skeleton, pictures loaded. */
async function drawn(page: Page, requests: ReadonlySet<Request>): Promise<void> {
  let calm = 0;
  await expect.poll(() => (calm = requests.size === 0 ? calm + 1 : 0), { intervals: [50] }).toBeGreaterThan(3);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.getByText("正在加载")).toHaveCount(0);
  const pictures = () =>
    page.evaluate(() =>
      [...document.images].every((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        // Those further down are fetched when they come near.
        return image.complete || top > innerHeight || bottom < 0;
      }),
    );
  await expect.poll(pictures, { intervals: [50, 100] }).toBe(true);
}

/** Opens a page and waits until it has drawn what it asked for. */
export async function arrive(page: Page, path: string): Promise<void> {
  const requests = underWay(page);
  await page.goto(path);
  await drawn(page, requests);
}

/** Navigates inside the app, as a link does, without reloading it. */
export async function goOn(page: Page, path: string): Promise<void> {
  if (!page.url().startsWith("http")) return arrive(page, path);
  const requests = underWay(page);
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await drawn(page, requests);
}

/** Elements wider than the screen, in words; empty when there are none. */
export function wideThings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 30)}`)
      .slice(0, 5);
  });
}

/** Text that is smaller than `least` px. */
export function smallText(page: Page, least: number): Promise<string[]> {
  return page.evaluate((size) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set<string>();
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? "";
      const parent = walker.currentNode.parentElement;
      if (text === "" || !parent || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        continue;
      const box = parent.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || parent.closest(".visually-hidden, option, script, style")) continue;
      const drawn = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (drawn < size) found.add(`${drawn}px ${parent.tagName} ${text.slice(0, 24)}`);
    }
    return [...found];
  }, least);
}

/** Buttons, links that are no part of a sentence, and fields lower than `least` px. */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((size) => {
    const controls = document.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea, summary");
    return [...controls].flatMap((control) => {
      if (!control.checkVisibility({ visibilityProperty: true })) return [];
      // A hidden input is touched by its label; a link within a sentence is exempt (WCAG 2.5.8).
      const touched = control.matches("input[type=radio], input[type=checkbox], input[type=file]")
        ? (control.closest("label") ?? control)
        : control;
      if (control.matches("a") && getComputedStyle(control).display === "inline") return [];
      const { width, height } = touched.getBoundingClientRect();
      if (width <= 1 || height <= 1) return [];
      if (height >= size - 0.5 || (control.matches("textarea") && height >= size - 12)) return [];
      return [
        `${Math.round(width)}×${Math.round(height)} ${control.tagName} ${touched.textContent?.trim().slice(0, 24)}`,
      ];
    });
  }, least);
}

/** What a message in passing hides of things to press on the page as it stands, in words; raises one to see. */
export async function hiddenByToast(page: Page): Promise<string[]> {
  const hidden = () =>
    page.evaluate(() => {
      const box = document.querySelector("[aria-live=polite][data-face]")?.getBoundingClientRect();
      if (!box || box.height === 0) return ["no message is shown"];
      // It lets presses through, so what lies below is what would be hit.
      const below = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap((across) =>
        [0.05, 0.5, 0.95].map((down) =>
          document.elementFromPoint(box.left + box.width * across, box.top + box.height * down),
        ),
      );
      const controls = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, label";
      // Where the page has made room for it, nothing lies below it at all.
      const moved = document.querySelector("[data-room]") ? [...document.querySelectorAll(controls)] : [];
      const under = moved.filter((control) => scrollY === 0 && control.getBoundingClientRect().top < box.bottom - 1);
      return [
        ...under.map((control) => `not moved: ${control.outerHTML.slice(0, 120)}`),
        ...new Set(below.flatMap((thing) => thing?.closest(controls)?.outerHTML.slice(0, 120) ?? [])),
        ...(box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight
          ? ["off the screen"]
          : []),
      ];
    });
  await page.evaluate(() => {
    const reason = new Error("tried by a journey");
    const promise = Promise.reject(reason);
    promise.catch(() => undefined);
    dispatchEvent(new PromiseRejectionEvent("unhandledrejection", { promise, reason }));
  });
  // It looks where it may stand every 200 ms.
  let found: string[] = [];
  await expect
    .poll(async () => (found = await hidden()).length, { intervals: [30, 100, 150, 150, 150], timeout: 1000 })
    .toBe(0)
    .catch(() => undefined);
  return found;
}
