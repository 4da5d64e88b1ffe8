import mongoose from "mongoose";

/** Which process seals the trail, and until when; one row. */
export interface AuditLeaseDoc {
  _id: string;
  holder: string;
  until: Date;
}

const auditLeaseSchema = new mongoose.Schema<AuditLeaseDoc>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { collection: "audit_leases", versionKey: false },
);

export const AuditLeaseModel = mongoose.model<AuditLeaseDoc>("AuditLease", auditLeaseSchema);
