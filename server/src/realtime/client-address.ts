import type { Socket } from "socket.io";

/**
 * Address of the person behind `hops` proxies of ours, as Express reads it for HTTP: each proxy appends whom it heard,
 * so only the last `hops` entries are to be believed.
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
