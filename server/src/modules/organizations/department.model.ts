import mongoose from "mongoose";

export interface DepartmentDoc {
  _id: mongoose.Types.ObjectId;
  organizationId: mongoose.Types.ObjectId;
  code: string;
  name: string;
  active: boolean;
  createdAt: Date;
}

const departmentSchema = new mongoose.Schema<DepartmentDoc>(
  {
    organizationId: { type: mongoose.Schema.Types.ObjectId, required: true },
    code: { type: String, required: true },
    name: { type: String, required: true },
    active: { type: Boolean, default: true },
    createdAt: { type: Date, required: true },
  },
  { collection: "departments", versionKey: false },
);
// Several may stand under one subject of the national table, told apart by their names.
departmentSchema.index({ organizationId: 1, code: 1, name: 1 }, { unique: true });

export const DepartmentModel = mongoose.model<DepartmentDoc>("Department", departmentSchema);
