/**
 * The session id of the `o=` line. It stays the same over the life of one RTCPeerConnection (RFC 8829, section 5.2.1),
 * so another id under the same peer means that the other side started afresh and our old connection cannot follow.
 */
export function sessionIdOf(description: RTCSessionDescriptionInit | null): string | null {
  return /^o=\S+ (\S+) /m.exec(description?.sdp ?? "")?.[1] ?? null;
}

export function isOtherSession(known: RTCSessionDescriptionInit | null, next: RTCSessionDescriptionInit): boolean {
  const before = sessionIdOf(known);
  const after = sessionIdOf(next);
  return before !== null && after !== null && before !== after;
}
