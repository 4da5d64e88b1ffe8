import mongoose from "mongoose";
import type { Duty, Role } from "@fuzhen/shared/roles.ts";

export interface UserDoc {
  _id: mongoose.Types.ObjectId;
  /** The number is stored encrypted; for lookups there is its keyed hash (R67: no phone number in a dump). */
  phoneLookup: string;
  phoneSealed: string;
  phoneMasked: string;
  passwordHash: string;
  role: Role;
  /** Admins only. Accounts older than duties have none stored and count as `system`. */
  duty: Duty | null;
  organizationId: mongoose.Types.ObjectId | null;
  organizationName: string | null;
  specialistId: mongoose.Types.ObjectId | null;
  displayName: string;
  mustChangePassword: boolean;
  /** Number of active factors. Adding and removing a factor are conditional on it. */
  factorCount: number;
  /** Keyed hashes of recovery codes not yet used. */
  recoveryCodes: string[];
  /** Colleague who set the password that stands; counts until the person has changed it (R64). */
  passwordSetBy?: mongoose.Types.ObjectId | null;
  /** Colleague who took the factors away; counts until the person has set up new ones. */
  factorsResetBy?: mongoose.Types.ObjectId | null;
  /** Of admins: when they were given the duty they hold. */
  dutySince?: Date | null;
  active: boolean;
  /** When its owner closed it, for good; a member of staff who leaves is only not `active`. */
  closedAt?: Date | null;
  noticeAcceptedAt: Date | null;
  /** When a code sent to this number was entered; null while nobody has proved to hold it. */
  phoneVerifiedAt: Date | null;
  /** When a session was last begun. */
  lastSignInAt: Date | null;
  /** Key of the request that added a member of staff, so that it adds them once. */
  requestKey?: string;
  /** Counts lock writes; see `holdAdmins`. */
  held: number;
  createdAt: Date;
}

const { ObjectId } = mongoose.Schema.Types;
const userSchema = new mongoose.Schema<UserDoc>(
  {
    phoneLookup: { type: String, required: true },
    phoneSealed: { type: String, required: true },
    phoneMasked: { type: String, required: true },
    passwordHash: { type: String, required: true },
    role: { type: String, required: true },
    duty: { type: String, default: null },
    organizationId: { type: ObjectId, default: null },
    organizationName: { type: String, default: null },
    specialistId: { type: ObjectId, default: null },
    displayName: { type: String, required: true },
    mustChangePassword: { type: Boolean, default: false },
    factorCount: { type: Number, default: 0 },
    recoveryCodes: { type: [String], default: [] },
    passwordSetBy: { type: ObjectId, default: null },
    factorsResetBy: { type: ObjectId, default: null },
    dutySince: { type: Date, default: null },
    active: { type: Boolean, default: true },
    closedAt: { type: Date, default: null },
    noticeAcceptedAt: { type: Date, default: null },
    phoneVerifiedAt: { type: Date, default: null },
    lastSignInAt: { type: Date, default: null },
    requestKey: { type: String },
    held: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
  },
  { collection: "users", versionKey: false },
);
userSchema.index({ phoneLookup: 1 }, { unique: true });
userSchema.index({ organizationId: 1, role: 1 });
// Specialists of a hospital who have left, the latest first.
userSchema.index({ organizationId: 1, role: 1, _id: 1 }, { partialFilterExpression: { active: false } });
// The orders of the security admin's list.
userSchema.index({ organizationId: 1, createdAt: 1, _id: 1 });
userSchema.index({ organizationId: 1, displayName: 1, _id: 1 });
userSchema.index({ organizationId: 1, lastSignInAt: 1, _id: 1 });
userSchema.index(
  { organizationId: 1, requestKey: 1 },
  { unique: true, partialFilterExpression: { requestKey: { $exists: true } } },
);

export const UserModel = mongoose.model<UserDoc>("User", userSchema);
