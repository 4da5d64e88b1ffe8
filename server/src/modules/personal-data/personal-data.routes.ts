import { contract } from "@fuzhen/shared/contract.ts";
import { readCorrections } from "../patients/index.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { correctOwnPatient } from "./correct-own-patient.ts";
import { closeAccount } from "./close-account.ts";
import { exportPatient } from "./export-patient.ts";
import { openBookingsOfAccount, openBookingsOfPatient } from "./open-bookings.reads.ts";
import { removePatient } from "./remove-patient.ts";

export const routes = bindRoutes(contract.personalData, {
  correctPatient: correctOwnPatient,
  corrections: readCorrections,
  openBookings: openBookingsOfPatient,
  removePatient,
  openBookingsOfAccount,
  closeAccount,
  exportPatient,
});
