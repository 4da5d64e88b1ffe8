import { loadLiveSocket } from "../../../realtime/use-server-event.ts";
import type { Probe } from "./check-line.ts";

const ANSWER_WITHIN_MS = 5000;

/** By the connection over which calls are arranged. */
export const probe: Probe = async (echo) => {
  const socket = await loadLiveSocket();
  const reply = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck("line:probe", { echo });
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply.data as Awaited<ReturnType<Probe>>;
};
