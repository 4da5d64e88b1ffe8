import type mongoose from "mongoose";
import { refusalsOf } from "./bulk-refusals.ts";

/** How many documents go in one insert at most. */
const MOST = 100;

interface Waiting {
  document: object;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Inserts of one collection that come in one turn of the event loop, or while others are under way, go together, as one command: a
 * command costs both processes more than a document does. Each is answered by itself, when it is durable, or with the error that
 * concerns it.
 */
export function createInsertBatcher(collection: () => Pick<mongoose.mongo.Collection, "insertOne" | "insertMany">) {
  let waiting: Waiting[] = [];
  let underWay = false;

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
    if (waiting.length === 0) {
      underWay = false;
      return;
    }
    void send(waiting.splice(0, MOST)).finally(next);
  }

  return (document: object): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ document, resolve, reject });
      if (!underWay) setImmediate(next);
      underWay = true;
    });
}
