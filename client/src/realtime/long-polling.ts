// A download of its own: it is wanted only where a WebSocket cannot be had (socket.ts).
export { XHR as LongPolling } from "socket.io-client";
