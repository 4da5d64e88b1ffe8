import mongoose from "mongoose";
import {
  rowOf,
  specialistFieldNames,
  type SpecialistFieldName,
  type SpecialistFields,
} from "@fuzhen/shared/specialists/specialist.fields.ts";

export interface SpecialistDoc extends Omit<SpecialistFields, "departmentId"> {
  _id: mongoose.Types.ObjectId;
  requestKey: string;
  userId: mongoose.Types.ObjectId;
  organizationId: mongoose.Types.ObjectId;
  departmentId: mongoose.Types.ObjectId;
  /** Copy of the department's code, which never changes, so that search can use one index. */
  departmentCode: string;
  /** Lower case: name, pinyin, initials, diseases. */
  searchKeys: string[];
  /** Order of the title, 0 the highest; with the id it is the order of search results. */
  rank: number;
  phoneMasked: string;
  published: boolean;
  /** Begin of the earliest time a patient can have; null when there is none. Kept by the slice of appointments. */
  nextFree: Date | null;
  /** From then on `nextFree` has to be looked at again. */
  offersDueAt: Date;
  createdAt: Date;
}

const { ObjectId } = mongoose.Schema.Types;

function storedField(name: SpecialistFieldName) {
  const row = rowOf(name);
  if (row.kind === "department") return { type: ObjectId, required: true };
  if (row.kind === "words") return { type: [String], default: [] };
  if (row.kind === "flag") return { type: Boolean, required: true };
  return row.kind === "text" && !row.required ? { type: String, default: "" } : { type: String, required: true };
}

const specialistSchema = new mongoose.Schema<SpecialistDoc>(
  {
    requestKey: { type: String, required: true },
    userId: { type: ObjectId, required: true },
    ...Object.fromEntries(specialistFieldNames.map((name) => [name, storedField(name)])),
    organizationId: { type: ObjectId, required: true },
    departmentCode: { type: String, required: true },
    searchKeys: { type: [String], default: [] },
    rank: { type: Number, required: true },
    phoneMasked: { type: String, required: true },
    published: { type: Boolean, default: false },
    nextFree: { type: Date, default: null },
    offersDueAt: { type: Date, default: () => new Date(0) },
    createdAt: { type: Date, required: true },
  },
  { collection: "specialists", versionKey: false },
);
specialistSchema.index({ licenceNumber: 1 }, { unique: true });
specialistSchema.index({ organizationId: 1, requestKey: 1 }, { unique: true });
// The orders of the admin's list.
specialistSchema.index({ organizationId: 1, rank: 1, _id: 1 });
specialistSchema.index({ organizationId: 1, name: 1, _id: 1 });
specialistSchema.index({ organizationId: 1, licenceValidTo: 1, _id: 1 });
specialistSchema.index({ published: 1, rank: 1, _id: 1 });
specialistSchema.index({ published: 1, nextFree: 1, _id: 1 });
specialistSchema.index({ offersDueAt: 1 });

export const SpecialistModel = mongoose.model<SpecialistDoc>("Specialist", specialistSchema);
