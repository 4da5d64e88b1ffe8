// What is written and not yet sent, as one download: no part of what a visit needs to be drawn (outbox-code.ts).
export { PendingBubble } from "../components/PendingBubble.tsx";
export { openOutbox } from "./open-outbox.ts";
