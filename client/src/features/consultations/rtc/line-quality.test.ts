// @vitest-environment node
import { describe, expect, it } from "vitest";
import { judgeLine, steadyQuality, type LineSample } from "./line-quality.ts";

const before: LineSample = {
  connected: true,
  packetsReceived: 1000,
  packetsLost: 10,
  checksAnswered: 5,
  roundTripMs: 50,
  packetsSent: 1000,
  packetsLostAtPeer: 0,
};
const after = (change: Partial<LineSample>): LineSample => ({
  ...before,
  packetsReceived: 1200,
  packetsSent: 1200,
  ...change,
});

describe("judgeLine", () => {
  it.each([
    ["no loss", {}, "good"],
    ["3 % loss", { packetsReceived: 1097, packetsLost: 13 }, "good"],
    ["5 % loss", { packetsReceived: 1095, packetsLost: 15 }, "fair"],
    ["10 % loss", { packetsReceived: 1090, packetsLost: 20 }, "fair"],
    ["11 % loss", { packetsReceived: 1089, packetsLost: 21 }, "poor"],
    ["20 % loss on the way out", { packetsLostAtPeer: 40 }, "poor"],
    ["an old loss of a stream that stopped", { packetsSent: 1000, packetsLostAtPeer: 0 }, "good"],
    ["300 ms", { roundTripMs: 300 }, "good"],
    ["301 ms", { roundTripMs: 301 }, "fair"],
    ["801 ms", { roundTripMs: 801 }, "poor"],
    ["late packets counted back", { packetsLost: 8 }, "good"],
    ["round trip not measured", { roundTripMs: null }, "good"],
    ["silence, yet checks answered", { packetsReceived: 1000, checksAnswered: 6 }, "good"],
    ["silence", { packetsReceived: 1000 }, "lost"],
    ["not connected", { connected: false }, "lost"],
  ] as const)("%s", (_, change, quality) => {
    expect(judgeLine(before, after(change))).toBe(quality);
  });
});

describe("steadyQuality", () => {
  it.each([
    [null, null, "fair", "fair"],
    ["good", "good", "poor", "poor"],
    ["poor", "poor", "good", "poor"],
    ["poor", "good", "good", "good"],
    ["poor", "fair", "good", "fair"],
    ["lost", "lost", "good", "good"],
  ] as const)("shown %s, before %s, now %s: %s", (shown, previous, latest, expected) => {
    expect(steadyQuality(shown, previous, latest)).toBe(expected);
  });
});
