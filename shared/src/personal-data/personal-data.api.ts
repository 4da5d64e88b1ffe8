import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema } from "../fields.ts";
import { correctionSchema, correctPatientInputSchema } from "../patients/correction.schema.ts";
import { patientSchema } from "../patients/patient.schema.ts";
import { exportFormats, exportLanguages, openBookingsSchema, seenBookingsSchema } from "./personal-data.schema.ts";

const tags = ["personal-data"];
const ofPatient = z.object({ patientId: idSchema });
const done = z.object({ ok: z.literal(true) });

/** The server gives a file piece by piece, as its reader takes it; a client has it whole. */
const writtenWhileRead = z
  .instanceof(ReadableStream<Uint8Array>)
  .transform((stream): File => stream as unknown as File);

/** What people may ask for about their own data: view, correct, delete (R55, R56). */
export const personalDataApi = {
  /** Every change is kept with the account, the time and what it was before. `booking_open` while a booking rests on the identity. */
  correctPatient: endpoint(
    ["patient"],
    [
      "patient_exists",
      "guardian_consent_required",
      "relationship_invalid",
      "identity_changed",
      "correction_limit",
      "booking_open",
    ],
    { fresh: true },
  )
    .route({ method: "PATCH", path: "/patients/{patientId}", tags })
    .input(correctPatientInputSchema)
    .output(patientSchema),
  /** The corrections of a 就诊人, latest first. */
  corrections: endpoint(["patient"])
    .route({ method: "GET", path: "/patients/{patientId}/corrections", tags })
    .input(ofPatient)
    .output(z.array(correctionSchema)),
  /** What of this 就诊人 is open, asked before a consent is withdrawn or the 就诊人 removed. */
  openBookings: endpoint(["patient"])
    .route({ method: "GET", path: "/patients/{patientId}/open-bookings", tags })
    .input(ofPatient)
    .output(openBookingsSchema),
  /**
   * Calls off the bookings that were shown, withdraws the consents and takes the 就诊人 out of the account. The record is kept as
   * the law asks (R32). `visit_open` until a visit under way has ended, `record_changed` when something was booked meanwhile.
   */
  removePatient: endpoint(["patient"], ["visit_open", "record_changed"], { fresh: true })
    .route({ method: "POST", path: "/patients/{patientId}/remove", tags })
    .input(ofPatient.extend({ bookings: seenBookingsSchema }))
    .output(done),
  /** The own data of a 就诊人 as a file, for machines or for people: written while it is read, whatever its length. */
  exportPatient: endpoint(["patient"], [], { fresh: true, limit: "export" })
    .route({ method: "GET", path: "/patients/{patientId}/export", tags })
    .input(
      ofPatient.extend({
        format: z.enum(exportFormats),
        language: z.enum(exportLanguages).default("zh"),
      }),
    )
    .output(writtenWhileRead),
  /** What is open of all 就诊人 of the account, asked before it is closed. */
  openBookingsOfAccount: endpoint(["patient"])
    .route({ method: "GET", path: "/accounts/open-bookings", tags })
    .output(openBookingsSchema),
  /**
   * Closes the account for good: calls off the bookings that were shown, removes every 就诊人 as `removePatient` does, ends all
   * sessions and frees the number. `visit_open`, `record_changed`.
   */
  closeAccount: endpoint(["patient"], ["visit_open", "record_changed"], { fresh: true, limit: "sign-in" })
    .route({ method: "POST", path: "/accounts/close", tags })
    .input(z.object({ bookings: seenBookingsSchema }))
    .output(done),
};
