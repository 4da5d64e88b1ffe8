import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A page that has just begun: what one test has asked for is nothing to the next. */
async function begin() {
  vi.resetModules();
  return {
    ...(await import("../prefs.ts")),
    ...(await import("./catalogues.ts")),
    ...(await import("./define.ts")),
    ...(await import("./with-texts.ts")),
  };
}
let page: Awaited<ReturnType<typeof begin>>;
beforeEach(async () => {
  localStorage.clear();
  page = await begin();
});
afterEach(() => void vi.useRealTimers());

let count = 0;
/** Words that come when they are let, as a download of their own. */
function words() {
  const name = `w${count++}`;
  const lets: Record<string, () => void> = {};
  const load = (language: "zh" | "en") =>
    vi.fn(
      () =>
        new Promise<void>((resolve) => {
          lets[language] = () => (page.addWords(language, { [name]: { word: `${name} ${language}` } }), resolve());
        }),
    );
  const loads = { zh: load("zh"), en: load("en") };
  return { name, loads, come: (language: "zh" | "en") => lets[language]?.() };
}

test("code waits for its words in the person's language, and fetches no other", async () => {
  const one = words();
  const done = vi.fn();
  void page.withTexts(() => Promise.resolve({ texts: page.textsNamed(one.name) }), one.loads).then(done);
  await Promise.resolve();
  expect(done).not.toHaveBeenCalled();
  one.come("zh");
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(page.textsNow(page.textsNamed(one.name))).toEqual({ word: `${one.name} zh` });
  expect(one.loads.en).not.toHaveBeenCalled();
});

test("another language shows when all words are there, also those of code that came meanwhile", async () => {
  const [early, late] = [words(), words()];
  const first = page.withTexts(() => Promise.resolve(1), early.loads);
  early.come("zh");
  await first;
  page.setPrefs({ language: "en" });
  page.setPrefs({ theme: "dark" });
  expect(page.getPrefs()).toMatchObject({ language: "zh", theme: "dark" });
  void page.withTexts(() => Promise.resolve(2), late.loads);
  late.come("zh");
  early.come("en");
  await vi.waitFor(() => expect(late.loads.en).toHaveBeenCalled());
  expect(page.getPrefs().language).toBe("zh");
  late.come("en");
  await vi.waitFor(() => expect(page.getPrefs()).toMatchObject({ language: "en", theme: "dark" }));
  expect(page.textsNow(page.textsNamed(late.name))).toEqual({ word: `${late.name} en` });
  // And back at once: they are all here.
  page.setPrefs({ language: "zh" });
  expect(page.getPrefs().language).toBe("zh");
});

test("the last choice counts, and words that did not come are asked for again", async () => {
  vi.useFakeTimers();
  const one = words();
  const there = page.withTexts(() => Promise.resolve(1), one.loads);
  one.come("zh");
  await there;
  one.loads.en.mockRejectedValueOnce(new TypeError("no line"));
  page.setPrefs({ language: "en" });
  page.setPrefs({ language: "zh" });
  await vi.advanceTimersByTimeAsync(5000);
  one.come("en");
  await vi.advanceTimersByTimeAsync(0);
  expect(page.getPrefs().language).toBe("zh");
  page.setPrefs({ language: "en" });
  expect(page.getPrefs().language).toBe("en");
});
