/**
 * Keys that belong to an input method: Enter there chooses a word, arrows walk its list. They never reach the page, so
 * that no field sends, moves or closes anything by them. Safari ends the composition before the key that ended it comes;
 * its keyCode 229 still tells (UI Events, 5.2.1). Answers how to stop.
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
