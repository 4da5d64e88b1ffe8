import mongoose from "mongoose";

export interface AuditEventDoc {
  _id: mongoose.Types.ObjectId;
  at: Date;
  /** Fact this row was made from; absent for reads, which have no fact. */
  factId?: mongoose.Types.ObjectId;
  action: string;
  purpose: string | null;
  outcome: "allowed" | "refused";
  actor: {
    userId: mongoose.Types.ObjectId;
    sessionId: mongoose.Types.ObjectId;
    role: string;
    organizationId: mongoose.Types.ObjectId | null;
    specialistId: mongoose.Types.ObjectId | null;
  } | null;
  patientId: mongoose.Types.ObjectId | null;
  entity: { type: string; id: mongoose.Types.ObjectId };
  data: Record<string, unknown>;
  requestId: string;
  ip: string;
}

const { ObjectId, Mixed } = mongoose.Schema.Types;

const auditEventSchema = new mongoose.Schema<AuditEventDoc>(
  {
    at: { type: Date, required: true },
    factId: { type: ObjectId },
    action: { type: String, required: true },
    purpose: { type: String, default: null },
    outcome: { type: String, required: true, enum: ["allowed", "refused"] },
    actor: {
      type: new mongoose.Schema(
        {
          userId: { type: ObjectId, required: true },
          sessionId: { type: ObjectId, required: true },
          role: { type: String, required: true },
          organizationId: { type: ObjectId, default: null },
          specialistId: { type: ObjectId, default: null },
        },
        { _id: false },
      ),
      default: null,
    },
    patientId: { type: ObjectId, default: null },
    entity: { type: { type: String, required: true }, id: { type: ObjectId, required: true } },
    data: { type: Mixed, default: {} },
    requestId: { type: String, required: true },
    ip: { type: String, default: "" },
  },
  { collection: "audit_events", versionKey: false, minimize: false },
);
auditEventSchema.index({ patientId: 1, at: -1 });
auditEventSchema.index({ at: -1 });
// The outbox delivers at least once; a fact must stand in the trail exactly once.
auditEventSchema.index({ factId: 1 }, { unique: true, partialFilterExpression: { factId: { $exists: true } } });

export const AuditEventModel = mongoose.model<AuditEventDoc>("AuditEvent", auditEventSchema);
