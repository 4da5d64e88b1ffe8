import mongoose from "mongoose";
import type { VisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";

export interface OrganizationDoc {
  _id: mongoose.Types.ObjectId;
  name: string;
  level: string;
  licenceNumber: string;
  address: string;
  timeZone: string;
  /** Where patients complain (R51); empty: not given. */
  complaintPhone: string;
  /** How the fee of a visit is paid (R3); absent: not said yet. */
  feePayment?: FeePayment;
  /** 诊疗科目 on the paper licence; online departments may not go beyond them (R2). Empty: not recorded. */
  registeredCodes: string[];
  /** Only the settings that differ from the defaults. */
  visitSettings: Partial<VisitSettings>;
  createdAt: Date;
}

const organizationSchema = new mongoose.Schema<OrganizationDoc>(
  {
    name: { type: String, required: true },
    level: { type: String, required: true },
    licenceNumber: { type: String, required: true },
    address: { type: String, required: true },
    timeZone: { type: String, required: true },
    complaintPhone: { type: String, default: "" },
    feePayment: { type: { way: String, note: String }, _id: false },
    registeredCodes: { type: [String], default: [] },
    visitSettings: {
      opensMinutesBefore: Number,
      cancelMinutesBefore: Number,
      closesMinutesAfter: Number,
      lateGraceMinutes: Number,
      passedPlaces: Number,
      callsBeforeNoShow: Number,
      careAccessDays: Number,
      questionHours: Number,
      breakGlassHours: Number,
      bookingsPerSpecialistDay: Number,
      bookingsPerDepartmentDay: Number,
      bookingsPerPerson: Number,
      bookingsPerAccount: Number,
    },
    createdAt: { type: Date, required: true },
  },
  { collection: "organizations", versionKey: false, minimize: false },
);
organizationSchema.index({ licenceNumber: 1 }, { unique: true });

export const OrganizationModel = mongoose.model<OrganizationDoc>("Organization", organizationSchema);
