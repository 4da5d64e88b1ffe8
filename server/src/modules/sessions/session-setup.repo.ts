import { Types } from "../../platform/database.ts";
import { SessionModel, type ChallengePurpose } from "./session.model.ts";

export type { ChallengePurpose };

const oid = (id: string) => new Types.ObjectId(id);

/**
 * Pending setups of a session: a TOTP secret waiting for its first code, a passkey challenge waiting for its answer.
 */
export async function writeTotpSetup(sessionId: string, secretSealed: string, expiresAt: Date): Promise<void> {
  await SessionModel.updateOne({ _id: oid(sessionId) }, { $set: { totpSetup: { secretSealed, expiresAt } } });
}

/** The sealed secret; null when there is none or it has expired. */
export async function readTotpSetup(sessionId: string, at: Date): Promise<string | null> {
  const doc = await SessionModel.findOne(
    { _id: oid(sessionId), "totpSetup.expiresAt": { $gt: at } },
    { totpSetup: 1 },
  ).lean();
  return doc?.totpSetup?.secretSealed ?? null;
}

/** Removes the secret from the session; of two callers one gets it. */
export async function takeTotpSetup(sessionId: string, secretSealed: string): Promise<boolean> {
  const result = await SessionModel.updateOne(
    { _id: oid(sessionId), "totpSetup.secretSealed": secretSealed },
    { $set: { totpSetup: null } },
  );
  return result.modifiedCount === 1;
}

export async function writeChallenge(
  sessionId: string,
  challenge: { value: string; purpose: ChallengePurpose; expiresAt: Date },
): Promise<void> {
  await SessionModel.updateOne({ _id: oid(sessionId) }, { $set: { challenge } });
}

/** Removes the challenge from the session whatever the answer turns out to be: one answer per challenge. */
export async function takeChallenge(sessionId: string, purpose: ChallengePurpose, at: Date): Promise<string | null> {
  const doc = await SessionModel.findOneAndUpdate(
    { _id: oid(sessionId), "challenge.purpose": purpose, "challenge.expiresAt": { $gt: at } },
    { $set: { challenge: null } },
    { returnDocument: "before" },
  ).lean();
  return doc?.challenge?.value ?? null;
}
