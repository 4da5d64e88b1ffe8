import { isIPv6 } from "node:net";

/**
 * Whom an address counts for: one of IPv4 for itself, one of IPv6 for its /64, all of which a single connection to the net is
 * given (RFC 6177): counted one by one, it would have as many tries as it likes.
 */
export function addressGroup(ip: string): string {
  const [address = ""] = ip.split("%");
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return ip;
  const [before = "", after] = address.split("::");
  const head = before.split(":").filter(Boolean);
  const tail = (after ?? "").split(":").filter(Boolean);
  // An IPv4 address at the end takes the place of two groups.
  const tailLength = tail.length + (tail.at(-1)?.includes(".") ? 1 : 0);
  const zeros = after === undefined ? [] : Array.from({ length: 8 - head.length - tailLength }, () => "0");
  const groups = [...head, ...zeros, ...tail].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
