import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { consultationQuery } from "../api/consultation.ts";
import { holdRoom, roomOf } from "../room/open-rooms.ts";
import type { VisitRoom } from "../room/visit-room.ts";

/** This page's place in the visit's room, held while on screen. Keeps the cached visit as the room tells it. */
export function useVisitRoom(consultationId: string): VisitRoom {
  const room = useMemo(() => roomOf(consultationId), [consultationId]);
  const queryClient = useQueryClient();
  useEffect(() => {
    const { queryKey } = consultationQuery(consultationId);
    const undo = [
      holdRoom(consultationId),
      room.onJoined((visit) => queryClient.setQueryData(queryKey, visit)),
      room.on("call:changed", ({ call }) => queryClient.setQueryData(queryKey, (visit) => visit && { ...visit, call })),
    ];
    return () => {
      for (const run of undo) run();
    };
  }, [room, consultationId, queryClient]);
  return room;
}

export function useJoined(room: VisitRoom): boolean {
  return useSyncExternalStore(room.subscribe, room.isJoined);
}
