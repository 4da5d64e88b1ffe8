/**
 * Stops key events that belong to an input method, where Enter chooses a word and arrows move in its list, so that no
 * field sends, moves or closes anything because of them. Safari ends the composition before the key event that ended
 * it; there keyCode 229 tells (UI Events, 5.2.1). Answers a function that stops it.
 */
export function keepComposingKeys(target: Window): () => void {
  const stop = (event: KeyboardEvent) => {
    // oxlint-disable-next-line typescript/no-deprecated -- nothing else tells in Safari
    if (!event.isComposing && event.keyCode !== 229) return;
    event.stopImmediatePropagation();
    // A form would be sent by it.
    if (event.key === "Enter") event.preventDefault();
  };
  target.addEventListener("keydown", stop, true);
  return () => target.removeEventListener("keydown", stop, true);
}
