import type mongoose from "mongoose";
import { refusalsOf } from "./bulk-refusals.ts";

/** How many documents go in one insert at most, and how many inserts are under way at once. */
const MOST = 100;
const AT_ONCE = 2;

interface Waiting {
  document: object;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Inserts of one collection that come while others are under way go together in the next, as one command; each is answered by
 * itself, when it is durable, or with the error that concerns it. One that comes alone goes at once.
 */
export function createInsertBatcher(collection: () => Pick<mongoose.mongo.Collection, "insertOne" | "insertMany">) {
  let waiting: Waiting[] = [];
  let underWay = 0;

  async function insert(batch: Waiting[]): Promise<Map<number, Error>> {
    const [first, ...others] = batch.map(({ document }) => document);
    try {
      if (first && others.length === 0) await collection().insertOne(first);
      else if (first) await collection().insertMany([first, ...others], { ordered: false });
      return new Map();
    } catch (error) {
      const refused = refusalsOf(error);
      if (!refused) throw error;
      return refused;
    }
  }

  const send = (batch: Waiting[]): Promise<void> =>
    insert(batch).then(
      (refused) =>
        batch.forEach(({ resolve, reject }, index) => {
          const error = refused.get(index);
          if (error) reject(error);
          else resolve();
        }),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    );

  function next(): void {
    while (underWay < AT_ONCE && waiting.length > 0) {
      const batch = waiting.splice(0, MOST);
      underWay += 1;
      void send(batch).finally(() => {
        underWay -= 1;
        next();
      });
    }
  }

  return (document: object): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ document, resolve, reject });
      next();
    });
}
