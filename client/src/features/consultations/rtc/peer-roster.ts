import { quietly } from "../../../lib/quietly.ts";
import type { MediaKind } from "./environment.ts";
import { PeerLink, type PeerLinkOptions } from "./peer-link.ts";
import type { CallPeer, SignalBody } from "./signalling.ts";

type Shared = Pick<PeerLinkOptions, "environment" | "localTrack" | "localMedia">;

export interface PeerRosterOptions extends Shared {
  /** Id of this person's participant. */
  selfId: string;
  configuration(): RTCConfiguration;
  send(to: string, signal: SignalBody): void;
  changed(): void;
}

/** Exactly one of two is polite: the participant whose id comes first, so of patient and specialist the patient. */
export function isPolite(self: CallPeer, other: CallPeer): boolean {
  if (self.participantId !== other.participantId) return self.participantId < other.participantId;
  return self.peerId > other.peerId;
}

/**
 * All links of this person, by peer. A peer that the server no longer knows may only have lost its signalling, so its
 * link lingers while media flows, and gives way to the successor when that one is connected: no gap in between.
 */
export class PeerRoster {
  readonly #options: PeerRosterOptions;
  readonly #links = new Map<string, PeerLink>();
  readonly #lingering = new Set<PeerLink>();
  #selfPeerId = "";

  constructor(options: PeerRosterOptions) {
    this.#options = options;
  }

  /** The peers as the server sees them after a join. A new id of our own makes us a newcomer to everybody. */
  reconcile(selfPeerId: string, peers: readonly CallPeer[]): void {
    const renamed = this.#selfPeerId !== selfPeerId;
    this.#selfPeerId = selfPeerId;
    const present = new Set(peers.map((peer) => peer.peerId));
    for (const peerId of this.#links.keys()) if (renamed || !present.has(peerId)) this.depart(peerId);
    for (const link of this.#links.values()) link.restart(this.#options.configuration());
    for (const peer of peers) if (!this.#links.has(peer.peerId)) this.arrive(peer);
  }

  arrive(peer: CallPeer): PeerLink | null {
    if (peer.peerId === this.#selfPeerId) return null;
    this.depart(peer.peerId);
    const link = new PeerLink({
      peer,
      polite: isPolite({ peerId: this.#selfPeerId, participantId: this.#options.selfId }, peer),
      configuration: this.#options.configuration(),
      environment: this.#options.environment,
      localTrack: this.#options.localTrack,
      localMedia: this.#options.localMedia,
      send: (signal) => {
        if (!this.#lingering.has(link)) this.#options.send(peer.peerId, signal);
      },
      changed: () => this.#settle(),
      beyondRepair: (description) => this.#replace(link, description),
    });
    this.#links.set(peer.peerId, link);
    link.begin();
    this.#options.changed();
    return link;
  }

  depart(peerId: string): void {
    const link = this.#links.get(peerId);
    if (!link) return;
    this.#links.delete(peerId);
    this.#lingering.add(link);
    this.#settle();
  }

  /** Signals of strangers, and of peers that left, are dropped. */
  receive(from: string, signal: SignalBody): void {
    this.#links.get(from)?.receive(signal);
  }

  restart(): void {
    for (const link of this.#links.values()) link.restart();
  }

  setTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    // A link that closes meanwhile rejects; its successor asks for the tracks itself.
    for (const link of this.#all()) void quietly(link.setTrack(kind, track));
  }

  tellMedia(): void {
    for (const link of this.#links.values()) link.tellMedia();
  }

  /** The one to show while a visit has two people: whoever is heard, else whoever is being called. */
  get primary(): PeerLink | null {
    const all = this.#all();
    return all.find((link) => link.state === "connected") ?? all[0] ?? null;
  }

  close(): void {
    for (const link of this.#all()) link.close();
    this.#links.clear();
    this.#lingering.clear();
  }

  #all(): PeerLink[] {
    return [...this.#links.values(), ...this.#lingering];
  }

  #replace(link: PeerLink, description: RTCSessionDescriptionInit | undefined): void {
    if (this.#links.get(link.peer.peerId) !== link) return;
    // A polite link cannot begin a new connection; it waits for the other side's offer.
    if (!description && link.polite) return link.restart();
    const successor = this.arrive(link.peer);
    // Only an offer can begin: an answer was meant for the connection that is gone.
    if (description?.type === "offer") successor?.receive({ description });
  }

  #settle(): void {
    const links = [...this.#links.values()];
    for (const old of this.#lingering) {
      const succeeded = links.some(
        (link) => link.peer.participantId === old.peer.participantId && link.state === "connected",
      );
      // A closed tab says nothing on the wire; the silence shows in the measurements seconds before ICE gives up.
      if (old.state === "connected" && old.quality !== "lost" && !succeeded) continue;
      this.#lingering.delete(old);
      old.close();
    }
    this.#options.changed();
  }
}
