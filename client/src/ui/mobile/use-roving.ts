import { useRef, type KeyboardEvent } from "react";

/**
 * Arrow keys within a group of radios drawn as buttons: one Tab stop, arrows move and choose, Home and End jump.
 * Give `ref` to the group; the radios in it are found by role, in document order. Disabled ones are passed over.
 */
export function useRovingRadios<E extends HTMLElement>() {
  const group = useRef<E>(null);
  const onKeyDown = (event: KeyboardEvent<E>) => {
    const radios = [...(group.current?.querySelectorAll<HTMLElement>('[role="radio"]:not(:disabled)') ?? [])];
    const here = radios.findIndex((radio) => radio === document.activeElement);
    if (here < 0) return;
    const next = {
      ArrowRight: here + 1,
      ArrowDown: here + 1,
      ArrowLeft: here - 1,
      ArrowUp: here - 1,
      Home: 0,
      End: radios.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const radio = radios[(next + radios.length) % radios.length];
    radio?.focus();
    radio?.click();
  };
  return { ref: group, onKeyDown };
}
