// What a call needs, as one download: no part of a visit in which nobody calls (hooks/use-visit-call.ts).
export { CallPanel } from "./components/call/CallPanel.tsx";
export { createSignalling } from "./room/call-signalling.ts";
export { CallEngine } from "./rtc/call-engine.ts";
