import { createContext } from "react";

/** How many wait to be read, in front of the tab's title: seen from another tab at once. */
export const TitleCount = createContext(0);
