import type { BaseServices } from "../platform/context.ts";
import { changeRow, dropIndex, insertMissing, rowsOf, type RawRow } from "../platform/raw-rows.ts";

const statuses = ["uploading", "processing", "ready", "refused", "removing"] as const;
const kinds = ["image", "pdf"] as const;
const oneOf = <Word extends string>(words: readonly Word[], word: unknown) => words.find((each) => each === word);

/** Columns of the release before: two for what a file belongs to, those of its only reading, and of the work on it. */
const GONE = ["patientId", "consultationId", "kind", "pages", "attempts", "slow", "dueAt", "leasedUntil", "lease"];

/**
 * Earlier releases kept in a file's own row what it belongs to, in one of two columns, its one reading and the work on it. Now it
 * has a subject, a reading by each stage, and work is rows of their own. A file it does not understand stops it before
 * anything is written.
 */
export async function fileStages({ now }: BaseServices): Promise<number> {
  await requireKnown();
  let rows = 0;
  for await (const row of rowsOf("files", { subject: null })) {
    const kind = { processing: "pictures", removing: "erase" }[String(row.status)];
    if (kind) await insertMissing("file_work", "_id", [workOf(row, kind, now())]);
    const set = { subject: subjectOf(row), readings: readingsOf(row) };
    if (await changeRow("files", row, { seen: { subject: null }, set, unset: GONE })) rows++;
  }
  await dropIndex("files", "status_1_dueAt_1");
  return rows;
}

async function requireKnown(): Promise<void> {
  const strange: string[] = [];
  for await (const row of rowsOf("files", { subject: null })) {
    const subjects = [row.patientId, row.consultationId].filter((id) => (id ?? null) !== null);
    const shown =
      row.status !== "ready" || (oneOf(kinds, row.kind) && Array.isArray(row.pages) && row.pages.length > 0);
    if (!oneOf(statuses, row.status) || subjects.length !== 1 || !shown) strange.push(String(row._id));
  }
  if (strange.length > 0) throw new Error(`files that no release made: ${strange.join(" ")}`);
}

const subjectOf = ({ patientId, consultationId }: RawRow) =>
  patientId ? { type: "patient", id: patientId } : { type: "consultation", id: consultationId };

/** Both stages were one, and the same as the first version of each. */
function readingsOf({ status, kind, pages, settledAt, createdAt }: RawRow) {
  if (status !== "ready") return {};
  const reading = (result: object) => ({ version: 1, state: "done", result, at: settledAt ?? createdAt });
  return { preview: reading({ page: 0 }), pages: reading({ kind, pages }) };
}

const workOf = ({ _id, ownerUserId, attempts, slow, dueAt, leasedUntil, lease }: RawRow, kind: string, now: Date) => ({
  _id: `${String(_id)}:${kind}`,
  fileId: _id,
  kind,
  ownerUserId,
  rank: 1,
  slow: slow === true,
  attempts: attempts ?? 0,
  dueAt: dueAt ?? now,
  leasedUntil: leasedUntil ?? null,
  lease: lease ?? null,
});
