import { useEffect, useRef } from "react";

/** Presses the button that names this letter as its key. */
function press(key: string): (() => void) | undefined {
  if (!/^[a-z]$/.test(key)) return undefined;
  const button = [...document.querySelectorAll<HTMLButtonElement>(`button[aria-keyshortcuts="${key}"]`)].find(
    (one) => !one.disabled && one.offsetParent !== null,
  );
  return button && (() => button.click());
}

/** Ctrl+Enter presses the button that has it as its key, also out of the note's own fields, and out of no other. */
function signs({ key, ctrlKey, metaKey, isComposing, target }: KeyboardEvent): boolean {
  if (key !== "Enter" || !(ctrlKey || metaKey) || isComposing) return false;
  const field = target instanceof Element ? target.closest("input, textarea, [contenteditable], [role=dialog]") : null;
  if (field && !field.closest("#desk-note")) return false;
  const button = document.querySelector<HTMLButtonElement>('button[aria-keyshortcuts="Control+Enter"]');
  button?.click();
  return button !== null;
}

/** Single-letter keys of the workbench, its own and those of its buttons; silent while somebody types or a dialog is open. */
export function useDeskKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (signs(event)) {
        event.preventDefault();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      if (
        target?.closest("input, textarea, select, [contenteditable], [role=combobox], [role=dialog]") ||
        document.querySelector("dialog[open]")
      )
        return;
      const key = event.key.toLowerCase();
      const run = latest.current[key] ?? press(key);
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
