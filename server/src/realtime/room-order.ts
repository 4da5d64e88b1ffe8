import type { Delivery } from "../platform/delivery.ts";

/** How long the one before may take from another process until it is read from the database. */
const GAP_MS = 100;
/** How often what cannot be read or told is tried; then it is passed over, and pages fetch what they lack. */
const MOST_TRIES = 5;
const AGAIN_MS = 500;

/** The next number that a room hears; without a delivery, which may be personal where it was made, it is read here. */
export interface Told {
  room: string;
  place: number;
  delivery: Delivery | null;
}

/** How far this process's sockets in a room are. */
interface Progress {
  /** The number that they were told last, or that there was when the first of them came in. */
  last: number;
  /** What has come before its turn. */
  waiting: Map<number, Delivery | null>;
  tries: number;
  working: Promise<void> | null;
  timer: NodeJS.Timeout | undefined;
}

interface Around {
  /** Number of the newest that is stored; null for rooms without an order. */
  newestIn(room: string): Promise<number> | null;
  /** What is stored between two numbers, or the first of it. */
  between(room: string, range: { after: number; before: number }): Promise<Delivery[]>;
  /** To this process's own sockets in the room; a promise where the payload is personal. */
  tell(delivery: Delivery): Promise<void> | void;
  onFault(error: unknown): void;
}

/**
 * Tells this process's sockets what a room hears number after number, each once, whichever process has written it and in whatever
 * order it comes. Numbers have no gaps and are stored one after the other: so one that is missing is stored already, and is read
 * here when the process that wrote it does not tell it within moments, or has died.
 */
export function createRoomOrder({ newestIn, between, tell, onFault }: Around) {
  const rooms = new Map<string, Progress>();

  const pass = (progress: Progress): void => {
    progress.last += 1;
    progress.waiting.delete(progress.last);
    progress.tries = 0;
  };

  /** Most are told here, in the moment in which they come. */
  function advance(room: string, progress: Progress): void {
    if (progress.working) return;
    const { waiting } = progress;
    for (let next = waiting.get(progress.last + 1); next && !next.payloadFor; next = waiting.get(progress.last + 1)) {
      void tell(next);
      pass(progress);
    }
    if (waiting.size === 0 || progress.timer) return;
    if (waiting.has(progress.last + 1)) void work(room, progress);
    else progress.timer = setTimeout(() => void work(room, progress), GAP_MS).unref();
  }

  /** The next of all, though it has to be waited for; never rejects. */
  function work(room: string, progress: Progress): Promise<void> {
    clearTimeout(progress.timer);
    progress.timer = undefined;
    progress.working ??= step(room, progress)
      .catch((error: unknown) => {
        onFault(error);
        progress.tries += 1;
        if (progress.tries >= MOST_TRIES) pass(progress);
        else progress.timer ??= setTimeout(() => void work(room, progress), AGAIN_MS).unref();
      })
      .finally(() => {
        progress.working = null;
        if (rooms.get(room) === progress) advance(room, progress);
      });
    return progress.working;
  }

  async function step(room: string, progress: Progress): Promise<void> {
    const { waiting, last } = progress;
    if (waiting.size === 0 || rooms.get(room) !== progress) return;
    if (!waiting.get(last + 1)) {
      const here = [...waiting].flatMap(([number, delivery]) => (delivery ? [number] : []));
      const before = here.length > 0 ? Math.min(...here) : Math.max(...waiting.keys()) + 1;
      for (const delivery of await between(room, { after: last, before }))
        if (delivery.place !== undefined) waiting.set(delivery.place, delivery);
    }
    const next = waiting.get(last + 1);
    // Where none is stored nobody can tell it.
    if (next) await tell(next);
    pass(progress);
  }

  return {
    take({ room, place, delivery }: Told): void {
      const progress = rooms.get(room);
      if (!progress || place <= progress.last) return;
      progress.waiting.set(place, progress.waiting.get(place) ?? delivery);
      advance(room, progress);
    },
    /**
     * Lets a connection in by `join`, which acts at once, when those inside have heard all that there is: so it hears nothing that
     * it can have heard where it was before, and what it reads from now on has all that it does not hear.
     */
    async enter(room: string, join: () => Promise<void>): Promise<void> {
      const newest = await newestIn(room);
      if (newest !== null) {
        for (;;) {
          const progress = rooms.get(room);
          if (!progress || progress.last >= newest || progress.tries > 0) break;
          if (!progress.waiting.has(newest)) progress.waiting.set(newest, null);
          await work(room, progress);
        }
        if (!rooms.has(room))
          rooms.set(room, { last: newest, waiting: new Map(), tries: 0, working: null, timer: undefined });
      }
      await join();
    },
    /** Nobody of this process is in it any more. */
    leave(room: string): void {
      clearTimeout(rooms.get(room)?.timer);
      rooms.delete(room);
    },
  };
}
export type RoomOrder = ReturnType<typeof createRoomOrder>;
