/** What every row has that is work to be done, in whatever collection it stands. */
export interface WorkFields {
  /** Earliest time of the next try. */
  dueAt: Date;
  /** Tries so far, counted when one begins. */
  attempts: number;
  /** Until when a worker has it; null while nobody has. */
  leasedUntil: Date | null;
  /** Random name of that lease: every write of a worker names it, so that one who has lost it changes nothing. */
  lease: string | null;
}

/** The same for a mongoose schema. */
export const workFields = {
  dueAt: { type: Date, required: true },
  attempts: { type: Number, default: 0 },
  leasedUntil: { type: Date, default: null },
  lease: { type: String, default: null },
} as const;

/** What a write sets that gives a row back, or ends its work. */
export const GIVEN_BACK = { lease: null, leasedUntil: null } as const;

/** The row, as long as the lease under which it was taken is the one it has. */
export const stillHeld = <Id>({ _id, lease }: { _id: Id; lease: string | null }): { _id: Id; lease: string } => {
  if (lease === null) throw new Error("work that was not taken");
  return { _id, lease };
};
