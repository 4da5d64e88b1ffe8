import type { Request } from "express";

/**
 * Cuts the line of a request whose answer nobody takes: the socket's own clock is set back by each byte that goes out, and by Node
 * for the next request of the line. It is cut after `ms` to twice that.
 */
export function cutWhenStill({ socket }: Request, ms: number): void {
  socket.setTimeout(ms);
}
