import type { HouseServer } from "./house-socket.ts";
import type { Told } from "./room-order.ts";

/** A room that nobody is in: what goes there is for the other processes themselves. */
const OTHERS = "other-processes";

/** What of the adapter's own messages is looked at here. */
interface ClusterMessage {
  uid: string;
  data?: { packet?: { data?: unknown[] }; opts?: { rooms?: string[] } };
}
interface ClusterAdapter {
  uid: string;
  onMessage(message: ClusterMessage, offset: string): void;
}

/**
 * What one process tells the others goes the way of what they tell each other's sockets (the adapter's stream), and not by
 * `serverSideEmit`, which overtakes it: somebody who is taken out of a room is out of it before what is told next arrives.
 */
export function createBetweenProcesses(io: HouseServer, heard: (told: Told) => void) {
  const adapter = io.of("/").adapter as unknown as ClusterAdapter;
  const onMessage = adapter.onMessage.bind(adapter);
  adapter.onMessage = (message, offset) => {
    const { packet, opts } = message.data ?? {};
    if (message.uid === adapter.uid || opts?.rooms?.[0] !== OTHERS) return onMessage(message, offset);
    heard(packet?.data?.[1] as Told);
  };
  return {
    tell(told: Told): void {
      (io.to(OTHERS) as { emit(name: string, told: Told): unknown }).emit("told", told);
    },
  };
}
