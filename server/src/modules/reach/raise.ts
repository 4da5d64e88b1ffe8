import { ladder, type ReachMatter } from "@fuzhen/shared/reach/reach.rules.ts";
import { insertReach, type NewReach } from "./reach.repo.ts";

/** Somebody is to be told of something, once; from here the ladder is climbed until they have seen it. */
export interface Raised {
  userId: string;
  matter: ReachMatter;
  fact: string;
  subject: NewReach["subject"];
}

export const raise = (raised: readonly Raised[], at: Date): Promise<void> =>
  insertReach(raised.map((one) => ({ ...one, raisedAt: at, dueAt: new Date(at.getTime() + ladder[one.matter].push) })));
