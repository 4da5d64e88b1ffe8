import type { Plugin } from "vite";

const EMPTY = { code: "export class WT {}", map: { mappings: "" } };

/**
 * Leaves a third transport out of Socket.IO's client: the server speaks WebSocket and long polling (`transports` in
 * src/realtime/socket.ts), and the client has no switch that keeps the code of WebTransport out of a build.
 */
export function withoutWebTransport(): Plugin {
  return {
    name: "fuzhen-without-web-transport",
    apply: "build",
    transform: (_code, id) => (/engine\.io-client.*\/webtransport\.js$/.test(id) ? EMPTY : undefined),
  };
}
