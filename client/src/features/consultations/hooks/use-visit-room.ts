import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { consultationQuery } from "../api/consultation.ts";
import { enterRoom } from "../room/open-rooms.ts";
import type { VisitRoom } from "../room/visit-room.ts";

/** This page's place in the visit's room; null before the first paint. Keeps the cached visit as the room tells it. */
export function useVisitRoom(consultationId: string): VisitRoom | null {
  const [room, setRoom] = useState<VisitRoom | null>(null);
  const queryClient = useQueryClient();
  useEffect(() => {
    const { queryKey } = consultationQuery(consultationId);
    const entered = enterRoom(consultationId);
    const undo = [
      entered.room.onJoined((visit) => queryClient.setQueryData(queryKey, visit)),
      entered.room.on("call:changed", ({ call }) =>
        queryClient.setQueryData(queryKey, (visit) => visit && { ...visit, call }),
      ),
    ];
    setRoom(entered.room);
    return () => {
      for (const run of undo) run();
      entered.release();
    };
  }, [consultationId, queryClient]);
  return room;
}

const nothing = () => () => undefined;
const no = () => false;

export function useJoined(room: VisitRoom | null): boolean {
  return useSyncExternalStore(room?.subscribe ?? nothing, room?.isJoined ?? no);
}
