// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { CallEnvironment } from "./environment.ts";
import { PeerLink } from "./peer-link.ts";
import type { SignalBody } from "./signalling.ts";
import { FakeClock, settle } from "./testing/fake-clock.ts";
import { fakeStream } from "./testing/fake-media.ts";
import { FakePeerConnection } from "./testing/fake-peer-connection.ts";
import { connectedPair } from "./testing/fake-call.ts";

function lonelyLink(polite: boolean) {
  const clock = new FakeClock();
  const sent: SignalBody[] = [];
  const connections: FakePeerConnection[] = [];
  const environment: CallEnvironment = {
    createPeerConnection(configuration, events) {
      const connection = new FakePeerConnection(configuration, events);
      connections.push(connection);
      return connection;
    },
    createStream: fakeStream,
    mediaDevices: null,
    clock,
    onOnline: () => () => undefined,
  };
  const link = new PeerLink({
    peer: { peerId: "other", participantId: "specialist" },
    polite,
    configuration: {},
    environment,
    localTrack: () => null,
    localMedia: () => ({ audio: true, video: false }),
    send: (signal) => sent.push(signal),
    changed: () => undefined,
    beyondRepair: () => undefined,
  });
  link.begin();
  const [connection] = connections;
  if (!connection) throw new Error("no connection");
  return { link, connection, sent, clock };
}

const offer = { type: "offer", sdp: "v=0\r\no=- 77 1 IN IP4 127.0.0.1\r\n" } as const;

describe("PeerLink", () => {
  it("resolves glare: the polite side rolls back, the impolite side's offer stands, both end stable", async () => {
    const { room, patient, specialist } = await connectedPair();
    patient.goOnline();
    await room.clock.advance(599);
    void room.clock.advance(1);
    specialist.goOnline();
    await settle();
    expect(patient.connection.rollbacks).toBe(1);
    expect(specialist.connection.rollbacks).toBe(0);
    expect(patient.connection.signalingState).toBe("stable");
    expect(specialist.connection.signalingState).toBe("stable");
    expect([patient.connections.length, specialist.connections.length]).toEqual([1, 1]);
  });

  it("lets the impolite side begin when both notice one cut, and begins itself when nothing comes", async () => {
    const { room, patient, specialist } = await connectedPair();
    patient.goOnline();
    specialist.goOnline();
    await settle();
    await room.clock.advance(1500);
    expect([patient.connection.restarts.length, specialist.connection.restarts.length]).toEqual([0, 1]);
    patient.goOnline();
    await room.clock.advance(600);
    expect(patient.connection.restarts).toHaveLength(1);
    expect(patient.connection.rollbacks).toBe(0);
  });

  it("ignores a colliding offer when impolite, takes it when polite", async () => {
    const impolite = lonelyLink(false);
    await settle();
    expect(impolite.connection.signalingState).toBe("have-local-offer");
    impolite.link.receive({ description: offer });
    impolite.link.receive({ candidate: { candidate: "of the ignored offer" } });
    await settle();
    expect(impolite.connection.remoteDescription).toBeNull();

    const polite = lonelyLink(true);
    polite.link.receive({ description: offer });
    await settle();
    expect(polite.sent.at(-2)?.description?.type ?? polite.sent.at(-1)?.description?.type).toBe("answer");
  });

  it("keeps candidates that come before the description, in order", async () => {
    const { link, connection } = lonelyLink(true);
    for (const candidate of ["one", "two"]) link.receive({ candidate: { candidate } });
    link.receive({ candidate: null });
    link.receive({ description: offer });
    link.receive({ candidate: { candidate: "three" } });
    await settle();
    expect(connection.candidates.map(({ candidate }) => candidate)).toEqual(["one", "two", "three"]);
  });

  it("repeats an unanswered offer and takes only one answer", async () => {
    const { link, connection, sent, clock } = lonelyLink(false);
    await settle();
    await clock.advance(4000);
    expect(sent.filter(({ description }) => description?.type === "offer")).toHaveLength(2);
    const answer = { type: "answer", sdp: "v=0\r\no=- 77 1 IN IP4 127.0.0.1\r\n" } as const;
    link.receive({ description: answer });
    link.receive({ description: answer });
    await settle();
    expect(connection.signalingState).toBe("stable");
    await clock.advance(20_000);
    expect(sent.filter(({ description }) => description?.type === "offer")).toHaveLength(2);
  });

  it("leaves no timer behind when closed", async () => {
    const { link, connection, clock } = lonelyLink(false);
    await settle();
    connection.become("failed");
    link.close();
    link.close();
    expect(clock.pending).toBe(0);
  });
});
