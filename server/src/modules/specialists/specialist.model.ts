import mongoose from "mongoose";
import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";

export interface SpecialistDoc {
  _id: mongoose.Types.ObjectId;
  requestKey: string;
  userId: mongoose.Types.ObjectId;
  organizationId: mongoose.Types.ObjectId;
  departmentId: mongoose.Types.ObjectId;
  /** Copy of the department's code, which never changes, so that search can use one index. */
  departmentCode: string;
  name: string;
  /** Lower case: name, pinyin, initials, diseases. */
  searchKeys: string[];
  title: Specialist["title"];
  /** Order of the title, 0 the highest; with the id it is the order of search results. */
  rank: number;
  practiceScope: string;
  diseases: string[];
  about: string;
  licenceNumber: string;
  licenceValidFrom: string;
  licenceValidTo: string;
  practiceSince: string;
  hospitalConsent: boolean;
  phoneMasked: string;
  published: boolean;
  /** Begin of the earliest time a patient can have; null when there is none. Kept by the slice of appointments. */
  nextFree: Date | null;
  /** From then on `nextFree` has to be looked at again. */
  offersDueAt: Date;
  createdAt: Date;
}

const { ObjectId } = mongoose.Schema.Types;
const specialistSchema = new mongoose.Schema<SpecialistDoc>(
  {
    requestKey: { type: String, required: true },
    userId: { type: ObjectId, required: true },
    organizationId: { type: ObjectId, required: true },
    departmentId: { type: ObjectId, required: true },
    departmentCode: { type: String, required: true },
    name: { type: String, required: true },
    searchKeys: { type: [String], default: [] },
    title: { type: String, required: true },
    rank: { type: Number, required: true },
    practiceScope: { type: String, required: true },
    diseases: { type: [String], default: [] },
    about: { type: String, default: "" },
    licenceNumber: { type: String, required: true },
    licenceValidFrom: { type: String, required: true },
    licenceValidTo: { type: String, required: true },
    practiceSince: { type: String, required: true },
    hospitalConsent: { type: Boolean, required: true },
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
