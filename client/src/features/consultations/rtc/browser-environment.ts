import type { CallEnvironment, Clock, PeerConnection, PeerConnectionEvents } from "./environment.ts";

const clock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
  every(ms, run) {
    const id = setInterval(run, ms);
    return () => clearInterval(id);
  },
};

function createPeerConnection(configuration: RTCConfiguration, events: PeerConnectionEvents): PeerConnection {
  const connection = new RTCPeerConnection(configuration);
  connection.onnegotiationneeded = () => events.negotiationNeeded();
  connection.onicecandidate = (event) => events.candidate(event.candidate?.toJSON() ?? null);
  connection.ontrack = (event) => events.track(event.track);
  connection.onconnectionstatechange = () => events.connectionStateChanged();
  return connection;
}

export function browserEnvironment(): CallEnvironment {
  // The DOM types promise `mediaDevices`; over plain HTTP, and in old WebViews, it is not there.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return {
    createPeerConnection,
    createStream: (tracks) => new MediaStream(tracks),
    mediaDevices: devices ?? null,
    clock,
    onOnline(run) {
      window.addEventListener("online", run);
      return () => window.removeEventListener("online", run);
    },
  };
}
