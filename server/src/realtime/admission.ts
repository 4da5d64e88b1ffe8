import type { Sessions } from "../http/request-context.ts";
import type { Services } from "../platform/context.ts";
import { AppError } from "../platform/errors.ts";
import { refusalOfStep } from "../platform/run-action.ts";
import type { HouseSocket } from "./house-socket.ts";
import { clientAddress } from "./client-address.ts";
import { placeOfLine, type Line } from "./line-guard.ts";
import { createPlaces, MAX_PER_ACCOUNT } from "./live-sockets.ts";

/**
 * Lets in who says by a token who they are: once for each line, counted by address and account, and with a place free, before
 * the database is asked. Rejects with the code of the refusal; the caller cuts the line.
 */
export function createAdmission(services: Services, sessions: Sessions) {
  const accounts = createPlaces(MAX_PER_ACCOUNT);
  const knocked = new WeakSet<Line>();
  return async (socket: HouseSocket): Promise<void> => {
    const { conn: line, handshake } = socket;
    if (knocked.has(line)) throw new AppError("rate_limited");
    knocked.add(line);
    await services.limits.consume("address", placeOfLine(handshake, services));
    const token: unknown = handshake.auth.token;
    const claims = typeof token === "string" ? sessions.claimsOf(services, token) : null;
    if (!claims) throw new AppError("unauthenticated");
    const person: unknown = handshake.auth.person;
    if (typeof person === "string" && person !== claims.userId) throw new AppError("other_person");
    await services.limits.consume("account", claims.userId);
    const leave = accounts.take(claims.userId);
    if (!leave) throw new AppError("rate_limited");
    // The line, not the socket: it ends in every case, and may end before the socket is there.
    line.once("close", leave);
    if (line.readyState !== "open") leave();
    const account = `account:${claims.userId}`;
    const actor = await services.lines.calls.run(account, () => sessions.standing(services, claims));
    if (!actor) throw new AppError("unauthenticated");
    // No rooms, and nothing to hear, for who has not wholly signed in.
    const refusal = refusalOfStep(actor);
    if (refusal) throw new AppError(refusal);
    socket.data = {
      actor,
      ip: clientAddress(handshake, services.env.TRUST_PROXY),
      userAgent: (handshake.headers["user-agent"] ?? "").slice(0, 200),
      presentAt: Number.NEGATIVE_INFINITY,
      leaving: new Map(),
    };
  };
}
