import { io, type Socket } from "socket.io-client";
import type { ClientToServer, ServerToClient } from "@fuzhen/shared/realtime/events.ts";
import { emit } from "../fixtures/socket.ts";
import { askServerProgram } from "./server-program.ts";
import type { Stack } from "./stack.ts";

export interface SeededRoom {
  consultationId: string;
  patientToken: string;
  specialistToken: string;
}

/** A message as both servers pass it on. */
export interface Heard {
  clientMessageId: string | null;
  seq?: number;
}

/** One side of a room, wherever it is connected. */
export interface Side {
  socket: Socket<ServerToClient, ClientToServer>;
  room: number;
}

const UPGRADES_AT_ONCE = 16;

/** So many sockets of people in open visits, each behind an address of their own: the stack trusts one proxy. */
export async function openRooms(stack: Stack, sockets: number): Promise<{ sides: Side[]; rooms: SeededRoom[] }> {
  const rooms = await askServerProgram<SeededRoom[]>(stack.dataDir, "seed-rooms", ["--rooms", `${sockets / 2}`]);
  const wishes = rooms.flatMap(({ consultationId, patientToken, specialistToken }, room) =>
    [patientToken, specialistToken].map((token) => ({ consultationId, token, room })),
  );
  const sides = await connectAll(wishes, async ({ consultationId, token, room }, index) => {
    const address = `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
    const socket = await connect(stack.url, { token }, { "x-forwarded-for": address });
    const ack = await emit(socket, "consultation:join", { consultationId });
    if (!ack.ok) throw new Error(`a side was not let in: ${ack.problem.code}`);
    return { socket, room };
  });
  return { sides, rooms };
}

/** The same number of sockets in rooms of the bare server. */
export const openBareRooms = (url: string, sockets: number): Promise<Side[]> =>
  connectAll(
    Array.from({ length: sockets }, (_, index) => ({ room: index >> 1 })),
    async ({ room }) => ({ socket: await connect(url, { room: `${room}` }), room }),
  );

/** In the order of the wishes: the two sides of a room stand beside each other. */
async function connectAll<T>(wishes: T[], open: (wish: T, index: number) => Promise<Side>): Promise<Side[]> {
  const sides: Side[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < wishes.length; index = next++)
      sides[index] = await open(wishes[index] as T, index);
  };
  await Promise.all(Array.from({ length: UPGRADES_AT_ONCE }, lane));
  return sides;
}

async function connect(
  url: string,
  auth: Record<string, string>,
  extraHeaders: Record<string, string> = {},
): Promise<Side["socket"]> {
  const socket: Side["socket"] = io(url, {
    transports: ["websocket"],
    auth,
    extraHeaders,
    reconnection: false,
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}
