import { io, WebSocket, type Socket } from "socket.io-client";
import type {
  Ack,
  ClientCommand,
  ClientToServer,
  CommandInput,
  CommandOutput,
  ServerToClient,
} from "@fuzhen/shared/realtime/events.ts";
import { isErrorCode } from "@fuzhen/shared/errors.ts";
import { ApiError } from "../lib/api/api-error.ts";
import { refreshSession } from "../lib/api/refresh-session.ts";
import { setLiveState } from "../lib/connection.ts";
import { quietly } from "../lib/quietly.ts";
import { clearSession, expireSession, getAccessToken, onSignOut, personNow } from "../lib/session.tsx";

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

let socket: LiveSocket | null = null;

/** The one live connection of this page; made on first use, renewed with a fresh token at every reconnect. */
export function liveSocket(): LiveSocket {
  if (socket) return socket;
  const made: LiveSocket = io({
    transports: ["websocket"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    auth: (give) => give({ token: getAccessToken() ?? "", person: personNow() }),
  });
  socket = made;
  setLiveState("connecting");
  made.on("connect", () => setLiveState("connected"));
  made.on("disconnect", (reason) => {
    setLiveState("reconnecting");
    // The server disconnected us (session revoked, node restarting); Socket.IO does not reconnect by itself then.
    if (reason === "io server disconnect") reviveWithFreshToken(made);
  });
  made.on("connect_error", (error) => {
    setLiveState("reconnecting");
    if (error.message === "unauthenticated") reviveWithFreshToken(made);
    else if (error.message === "other_person") expireSession("other");
    // Refused for the moment (database away, too many at once); Socket.IO does not retry by itself then.
    else if (isErrorCode(error.message)) setTimeout(() => socket === made && made.connect(), 3000);
    // Where its code does not come either there is no line at all, and the next attempt asks for it again.
    else void quietly(allowPolling(made));
  });
  made.on("session:revoked", ({ byOwner }) => (byOwner ? clearSession() : expireSession("revoked")));
  // A phone that wakes up or changes networks should not wait for a ping to time out.
  window.addEventListener("online", () => {
    if (!made.connected) made.connect();
  });
  return made;
}

/**
 * No WebSocket came about: a proxy may forbid them. From the next attempt on the connection begins with long polling, whose code
 * is loaded only then, and changes over where a WebSocket is possible after all.
 */
async function allowPolling(made: LiveSocket): Promise<void> {
  const { LongPolling } = await import("./long-polling.ts");
  Object.assign(made.io.opts, { transports: [LongPolling, WebSocket], rememberUpgrade: true });
}

function reviveWithFreshToken(made: LiveSocket): void {
  refreshSession().then(
    (token) => {
      if (token && socket === made) made.connect();
    },
    (error: unknown) => {
      // Somebody else is signed in here now: this person's connection does not come back.
      if (!(error instanceof ApiError)) setTimeout(() => socket === made && reviveWithFreshToken(made), 2000);
    },
  );
}

onSignOut(() => {
  socket?.disconnect();
  socket = null;
  setLiveState("idle");
});

/**
 * Sends a command and waits for its ack. Rejects with ApiError (the server said no) or TypeError (no answer in
 * `timeoutMs`): the same meaning as a lost line over HTTP.
 */
export async function sendCommand<C extends ClientCommand>(
  name: C,
  input: CommandInput<C>,
  timeoutMs = 8000,
): Promise<CommandOutput<C>> {
  const target = liveSocket();
  // Socket.IO's emitWithAck types cannot follow a generic event name; the table in shared is what binds both sides.
  const emit = target.timeout(timeoutMs).emitWithAck.bind(target.timeout(timeoutMs)) as (
    event: C,
    input: CommandInput<C>,
  ) => Promise<Ack<CommandOutput<C>>>;
  let reply: Ack<CommandOutput<C>>;
  try {
    reply = await emit(name, input);
  } catch {
    throw new TypeError(`${name}: no answer`);
  }
  if (!reply.ok) throw new ApiError(reply.problem);
  return reply.data;
}
