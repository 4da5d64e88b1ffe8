import { rooms, type BroadcastTable } from "../../platform/realtime.ts";
import "./session.facts.ts";

export const sessionBroadcast: BroadcastTable = {
  "session:revoked": (fact) => [
    {
      room: rooms.session(fact.data.sessionId),
      event: "session:revoked",
      payload: { at: fact.at.toISOString(), byOwner: fact.data.reason === "sign-out" },
    },
  ],
};
