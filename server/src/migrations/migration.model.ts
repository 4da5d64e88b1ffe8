import mongoose from "mongoose";

const migrationSchema = new mongoose.Schema(
  { _id: { type: String, required: true }, rows: { type: Number, required: true }, at: { type: Date, required: true } },
  { collection: "migrations", versionKey: false },
);

export const MigrationModel = mongoose.model("Migration", migrationSchema);
