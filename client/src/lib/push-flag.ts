import { waitingFlag } from "./waiting-flag.ts";

/** That a person has turned notices on in this browser: their next session here takes them again. */
export const pushFlag = waitingFlag("push");
