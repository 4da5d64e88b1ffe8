import type { Socket } from "socket.io";

/**
 * Address of the client behind `hops` of our own proxies, read as Express does for HTTP: each proxy appends the address
 * it saw, so only the last `hops` entries can be trusted.
 */
export function clientAddress(
  { address, headers }: Pick<Socket["handshake"], "address" | "headers">,
  hops: number,
): string {
  const told = [headers["x-forwarded-for"] ?? []].flat().join(",");
  const chain = [
    address,
    ...told
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean)
      .toReversed(),
  ];
  return chain[Math.min(hops, chain.length - 1)] ?? address;
}
