import mongoose, { type InferSchemaType } from "mongoose";

const { ObjectId } = mongoose.Schema.Types;

/** What a specialist's time is claimed for: a form is being filled, or a visit is booked. */
export const claimKinds = ["hold", "booking"] as const;

/** Who holds which time of a specialist and of a person. A row is there as long as the time is held, and changes with it. */
const claimSchema = new mongoose.Schema(
  {
    /** Whose row it is: the appointment. */
    holder: { type: ObjectId, required: true },
    kind: { type: String, enum: claimKinds, required: true },
    specialistId: { type: ObjectId, required: true },
    /** Among the patients that one time takes, from 0. */
    place: { type: Number, required: true },
    /** How many one time took when it was claimed. */
    capacity: { type: Number, required: true },
    /** Keyed hash of the identity document: however many accounts keep a person, there is one of them. */
    person: { type: String, required: true },
    /** Always 0, but for visits that met before claims kept them apart. */
    personPlace: { type: Number, required: true },
    from: { type: Date, required: true },
    to: { type: Date, required: true },
    /** Minutes by which the time is held (`cellsOf`). */
    cells: { type: [Number], required: true },
    /** From then on it holds nothing: the end of a hold, or when the time is over. */
    expiresAt: { type: Date, required: true },
  },
  { collection: "claims", versionKey: false },
);
// The database itself keeps times apart: no two rows share a minute of a specialist's place, nor of a person.
claimSchema.index({ specialistId: 1, cells: 1, place: 1 }, { unique: true, name: "specialist_once" });
claimSchema.index({ person: 1, cells: 1, personPlace: 1 }, { unique: true, name: "person_once" });
claimSchema.index({ holder: 1 }, { unique: true });
claimSchema.index({ specialistId: 1, from: 1 });
claimSchema.index({ expiresAt: 1 });

export type ClaimRow = InferSchemaType<typeof claimSchema> & { _id: mongoose.Types.ObjectId };
export const ClaimModel = mongoose.model("Claim", claimSchema);
