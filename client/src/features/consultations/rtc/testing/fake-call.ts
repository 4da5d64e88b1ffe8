import { CallEngine } from "../call-engine.ts";
import type { CallEnvironment } from "../environment.ts";
import type { CallPeer, CallSignalling, JoinedCall, OutgoingSignal, SignallingEvent } from "../signalling.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { FakeDevices, fakeStream } from "./fake-media.ts";
import { FakePeerConnection } from "./fake-peer-connection.ts";

/** A room of the server: relays between those who joined. */
export class FakeRoom {
  readonly clock = new FakeClock();
  readonly relayed: OutgoingSignal[] = [];
  readonly #members = new Map<string, { peer: CallPeer; emit(event: SignallingEvent): void }>();
  #ids = 0;

  person(role: string, devices: FakeDevices | null = new FakeDevices()): FakePerson {
    return new FakePerson(this, role, devices);
  }

  enter(role: string, emit: (event: SignallingEvent) => void): JoinedCall {
    const peer = { peerId: `${role}-${(this.#ids += 1)}`, participantId: role };
    const peers = [...this.#members.values()].map((member) => member.peer);
    for (const member of this.#members.values()) member.emit({ type: "peer-joined", ...peer });
    this.#members.set(peer.peerId, { peer, emit });
    return { callId: "call", iceServers: [], peers, selfPeerId: peer.peerId };
  }

  drop(peerId: string): void {
    if (!this.#members.delete(peerId)) return;
    for (const member of this.#members.values()) member.emit({ type: "peer-left", peerId });
  }

  relay(from: string, signal: OutgoingSignal): void {
    if (!this.#members.has(from)) return;
    this.relayed.push(signal);
    const { to, ...body } = signal;
    void Promise.resolve().then(() => this.#members.get(to)?.emit({ type: "signal", from, ...body }));
  }
}

/** One page load. */
export class FakePerson {
  readonly connections: FakePeerConnection[] = [];
  readonly engine: CallEngine;
  readonly devices: FakeDevices | null;
  joins = 0;
  leaves = 0;
  joinError: Error | null = null;
  peerId = "";
  goOnline: () => void = () => undefined;
  readonly #room: FakeRoom;
  readonly #handlers = new Set<(event: SignallingEvent) => void>();

  constructor(room: FakeRoom, role: string, devices: FakeDevices | null) {
    this.#room = room;
    this.devices = devices;
    const environment: CallEnvironment = {
      createPeerConnection: (configuration, events) => {
        const connection = new FakePeerConnection(configuration, events);
        this.connections.push(connection);
        return connection;
      },
      createStream: fakeStream,
      mediaDevices: devices,
      clock: room.clock,
      onOnline: (run) => {
        this.goOnline = run;
        return () => (this.goOnline = () => undefined);
      },
    };
    const signalling: CallSignalling = {
      join: async () => {
        this.joins += 1;
        if (this.joinError) throw this.joinError;
        const joined = room.enter(role, (event) => this.emit(event));
        this.peerId = joined.selfPeerId;
        return joined;
      },
      leave: async () => {
        this.leaves += 1;
      },
      send: (signal) => room.relay(this.peerId, signal),
      on: (handler) => {
        this.#handlers.add(handler);
        return () => void this.#handlers.delete(handler);
      },
    };
    this.engine = new CallEngine({ signalling, participantId: role, environment });
  }

  get connection(): FakePeerConnection {
    const last = this.connections.at(-1);
    if (!last) throw new Error("no connection yet");
    return last;
  }

  emit(event: SignallingEvent): void {
    for (const handler of this.#handlers) handler(event);
  }

  loseSignalling(): void {
    this.#room.drop(this.peerId);
  }

  closePage(): void {
    this.loseSignalling();
    this.engine.dispose();
  }
}

export async function connectedPair(): Promise<{ room: FakeRoom; patient: FakePerson; specialist: FakePerson }> {
  const room = new FakeRoom();
  const patient = room.person("patient");
  const specialist = room.person("specialist");
  await Promise.all([patient.engine.start(), specialist.engine.start()]);
  await settle();
  patient.connection.become("connected");
  specialist.connection.become("connected");
  return { room, patient, specialist };
}
