import type { Plugin } from "vite";

const ONE_TRANSPORT = {
  code: 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  map: { mappings: "" },
  moduleSideEffects: false,
};

/**
 * Leaves all but one transport out of Socket.IO's client, which has no switch for it: the client speaks WebSocket, and loads
 * long polling where it must (src/realtime/socket.ts). WebTransport the server does not speak.
 */
export function websocketFirst(): Plugin {
  return {
    name: "fuzhen-websocket-first",
    apply: "build",
    transform(_code, id) {
      if (/engine\.io-client.*\/transports\/index\.js$/.test(id)) return ONE_TRANSPORT;
      // It looks for a feature of the browser as it is loaded, and would come along for that alone.
      return /engine\.io-client.*\/(index|polling-xhr)\.js$/.test(id) ? { moduleSideEffects: false } : undefined;
    },
  };
}
