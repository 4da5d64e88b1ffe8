import { expect, it } from "vitest";
import { addressGroup } from "./address-group.ts";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::192.0.2.7", "64:ff9b:0:0::/64"],
  ["", ""],
  ["unknown", "unknown"],
])("%s counts for %s", (ip, group) => expect(addressGroup(ip)).toBe(group));

it("all addresses of one /64 are one, and of its neighbour another", () => {
  expect(new Set(["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:db8:1:2:3::4"].map(addressGroup)).size).toBe(1);
  expect(addressGroup("2001:db8:1:3::1")).not.toBe(addressGroup("2001:db8:1:2::1"));
});
