import pLimit from "p-limit";
import { AppError } from "./errors.ts";

/** Who was turned away may come again in so many seconds (`Retry-After`). */
export const busy = (): AppError => new AppError("busy", [], 2);

/**
 * Where transactions stand in line before they take a connection. Nobody stands for ever: who has waited for `waitMs`, or
 * has begun again and again for so long because of others, is told `busy` with the time to come again.
 */
export function createTransactionLine({ atOnce, waitMs }: { atOnce: number; waitMs: number }) {
  const places = pLimit(atOnce);

  return {
    /** Calls `work` when there is a place; it calls `again` at the start of each of its tries, which may end them. */
    run<T>(work: (again: () => void) => Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        let turnedAway = false;
        const timer = setTimeout(() => {
          turnedAway = true;
          reject(busy());
        }, waitMs);
        const take = async (): Promise<void> => {
          if (turnedAway) return;
          clearTimeout(timer);
          const began = performance.now();
          let tries = 0;
          const again = () => {
            if (tries++ > 0 && performance.now() - began > waitMs) throw busy();
          };
          await work(again).then(resolve, reject);
        };
        void places(take);
      });
    },
  };
}
