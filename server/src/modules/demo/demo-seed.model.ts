import mongoose from "mongoose";

/** Which parts of the demo data are complete. */
export interface DemoSeedDoc {
  _id: string;
  doneAt: Date;
}

const demoSeedSchema = new mongoose.Schema<DemoSeedDoc>(
  { _id: { type: String, required: true }, doneAt: { type: Date, required: true } },
  { collection: "demo_seeds", versionKey: false },
);

export const DemoSeedModel = mongoose.model<DemoSeedDoc>("DemoSeed", demoSeedSchema);
