import { Types, writeLast } from "../../platform/database.ts";
import { CareGrantModel, type CareGrantDoc, type GranteeKind } from "./care-grant.model.ts";

export type { GranteeKind } from "./care-grant.model.ts";
export interface Grantee {
  kind: GranteeKind;
  id: string;
}
export interface CareGrantRecord extends Pick<
  CareGrantDoc,
  "from" | "until" | "visitEnd" | "visitOpen" | "questionsUntil"
> {
  patientId: string;
  grantee: Grantee;
  ground: { kind: CareGrantDoc["ground"]["kind"]; id: string };
  purposes: readonly CareGrantDoc["purposes"][number][];
  organizationId: string;
}
/** What is given: its visit, if it is one, has not begun. */
export type NewGrant = Omit<CareGrantRecord, "visitOpen" | "questionsUntil">;

const oid = (id: string) => new Types.ObjectId(id);
const named = <Kind>({ kind, id }: { kind: Kind; id: Types.ObjectId }) => ({ kind, id: id.toHexString() });
const toRecord = (doc: CareGrantDoc): CareGrantRecord => ({
  patientId: doc.patientId.toHexString(),
  grantee: named(doc.grantee),
  ground: named(doc.ground),
  purposes: doc.purposes,
  organizationId: doc.organizationId.toHexString(),
  from: doc.from,
  until: doc.until,
  visitEnd: doc.visitEnd ?? null,
  visitOpen: doc.visitOpen ?? false,
  questionsUntil: doc.questionsUntil ?? null,
});

const of = ({ kind, id }: CareGrantRecord["ground"]) => ({ "ground.id": oid(id), "ground.kind": kind });

/**
 * One grant a ground: a second call changes its period, and whose it is when a colleague has taken it over. `unread`: nothing in the
 * caller's transaction reads it, so that it may be written with its end.
 */
export async function upsertGrant(grant: NewGrant, { unread = false } = {}): Promise<void> {
  const { from, until, visitEnd, grantee } = grant;
  const filter = of(grant.ground);
  const update = {
    $set: {
      grantee: { kind: grantee.kind, id: oid(grantee.id) },
      purposes: [...grant.purposes],
      from,
      until,
      visitEnd,
      endedAt: null,
    },
    $setOnInsert: {
      patientId: oid(grant.patientId),
      organizationId: oid(grant.organizationId),
      visitOpen: false,
      questionsUntil: null,
    },
  };
  if (unread) await writeLast(CareGrantModel.collection, { updateOne: { filter, update, upsert: true } });
  else await CareGrantModel.updateOne(filter, update, { upsert: true });
}

/** Ends the grant of a ground and answers whose it was; null when there was none to end. */
export async function closeGrant(
  ground: CareGrantRecord["ground"],
  at: Date,
): Promise<Pick<CareGrantRecord, "patientId" | "grantee"> | null> {
  const doc = await CareGrantModel.findOneAndUpdate(
    { ...of(ground), endedAt: null },
    { $set: { endedAt: at } },
    { returnDocument: "after" },
  ).lean();
  return doc && { patientId: doc.patientId.toHexString(), grantee: named(doc.grantee) };
}

/** Whether the organisation has, or ever had, the patient in its care: an emergency is none. */
export async function wasInCareOf(organizationId: string, patientId: string): Promise<boolean> {
  const found = await CareGrantModel.exists({
    patientId: oid(patientId),
    organizationId: oid(organizationId),
    "ground.kind": "appointment",
  });
  return found !== null;
}

/** Records that the visit of an appointment has begun or ended; called by the visit, in its transaction. */
export async function setVisitOpen(
  appointmentId: string,
  visitOpen: boolean,
  questionsUntil: Date | null,
): Promise<void> {
  await CareGrantModel.updateOne(of({ kind: "appointment", id: appointmentId }), {
    $set: { visitOpen, questionsUntil },
  });
}

/** Grants whose own period, or time for questions, includes this instant. What they still allow is for the policy. */
export async function grantsInForce(
  patientIds: readonly string[],
  at: Date,
  grantees?: readonly Grantee[],
): Promise<CareGrantRecord[]> {
  const docs = await CareGrantModel.find({
    ...(grantees ? { "grantee.id": { $in: grantees.map(({ id }) => oid(id)) } } : {}),
    patientId: { $in: patientIds.map(oid) },
    from: { $lte: at },
    $or: [{ until: { $gt: at } }, { questionsUntil: { $gt: at } }],
    endedAt: null,
  }).lean();
  const isTheirs = ({ grantee }: CareGrantRecord) =>
    !grantees || grantees.some(({ kind, id }) => kind === grantee.kind && id === grantee.id);
  return docs.map(toRecord).filter(isTheirs);
}

/** So many emergencies of one specialist at a time. */
const EMERGENCIES_MOST = 100;

/** A specialist's emergencies at this instant, those that end first. */
export async function emergenciesOf(specialistId: string, at: Date): Promise<CareGrantRecord[]> {
  const docs = await CareGrantModel.find({
    "grantee.id": oid(specialistId),
    "ground.kind": "break-glass",
    until: { $gt: at },
    from: { $lte: at },
    endedAt: null,
  })
    .sort({ until: 1 })
    .limit(EMERGENCIES_MOST)
    .lean();
  return docs.map(toRecord);
}

/** Grants of an organisation whose visit ended in a span (not before, not after), those of the latest visits first. */
export async function grantsOfVisits(
  organizationId: string,
  { notBefore, notAfter }: { notBefore: Date; notAfter: Date },
  limit: number,
): Promise<CareGrantRecord[]> {
  const docs = await CareGrantModel.find({
    organizationId: oid(organizationId),
    visitEnd: { $gte: notBefore, $lte: notAfter },
    endedAt: null,
  })
    .sort({ visitEnd: -1 })
    .limit(limit)
    .lean();
  return docs.map(toRecord);
}
