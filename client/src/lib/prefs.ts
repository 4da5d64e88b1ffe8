import type { Language } from "./i18n/language.ts";
import { useSyncExternalStore } from "react";
import { wordsIn } from "./i18n/catalogues.ts";

/** What a person chose for this device. Kept through sign-out: it says nothing about their health. */
export interface Prefs {
  language: Language;
  theme: "system" | "light" | "dark";
  /** 长辈模式 */
  elder: boolean;
}

const STORAGE_KEY = "fuzhen.prefs";
const DEFAULTS: Prefs = { language: "zh", theme: "system", elder: false };

function parse(stored: string | null): Prefs {
  try {
    const value: unknown = JSON.parse(stored ?? "{}");
    if (typeof value !== "object" || value === null) return DEFAULTS;
    const { language, theme, elder } = { ...DEFAULTS, ...value };
    return {
      language: language === "en" ? "en" : "zh",
      theme: theme === "light" || theme === "dark" ? theme : "system",
      elder: elder === true,
    };
  } catch {
    return DEFAULTS;
  }
}

// Storage may be refused (private windows, locked-down webviews); the choice then lasts until the page is closed.
function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

let current = parse(readStored());
const listeners = new Set<() => void>();

/** Writes the choices to <html>, where the style sheets read them. */
export function applyPrefs(): void {
  const root = document.documentElement;
  root.lang = current.language === "en" ? "en" : "zh-CN";
  if (current.theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = current.theme;
  root.toggleAttribute("data-elder", current.elder);
}

/** The latest choice: a new language is applied once its texts have arrived, everything else at once. */
let chosen = current;

function adopt(next: Prefs): void {
  chosen = next;
  const coming = next.language === current.language ? null : wordsIn(next.language);
  show(coming ? { ...next, language: current.language } : next);
  void coming?.then(() => {
    // Checked again, for code that arrived in the meantime.
    if (chosen === next) adopt(next);
  });
}

function show(next: Prefs): void {
  current = next;
  applyPrefs();
  for (const listener of listeners) listener();
}

export function getPrefs(): Prefs {
  return current;
}

export function setPrefs(change: Partial<Prefs>): void {
  const next = { ...chosen, ...change };
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // Not stored, still applied.
  }
  adopt(next);
}

function onOtherTab(event: StorageEvent): void {
  if (event.key === STORAGE_KEY) adopt(parse(event.newValue));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("storage", onOtherTab);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("storage", onOtherTab);
  };
}

export function usePrefs(): Prefs {
  return useSyncExternalStore(subscribe, getPrefs);
}

const darkQuery = "(prefers-color-scheme: dark)";

/** The theme as it shows, with the system's choice resolved. */
export function useShownTheme(): "light" | "dark" {
  const { theme } = usePrefs();
  const systemDark = useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(darkQuery);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(darkQuery).matches,
  );
  if (theme !== "system") return theme;
  return systemDark ? "dark" : "light";
}
