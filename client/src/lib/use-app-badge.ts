import { useEffect } from "react";
import { quietly } from "./quietly.ts";

/** Of browsers that put a number on the icon of an installed app. */
interface Badged {
  setAppBadge?: (count: number) => Promise<void>;
}

/** How much is unread, on the icon of the app where it is installed; 0 takes the number away. */
export function useAppBadge(count: number): void {
  useEffect(() => {
    const shown = (navigator as Badged).setAppBadge?.(count);
    // The same stands on the page.
    if (shown) void quietly(shown);
  }, [count]);
}
