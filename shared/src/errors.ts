/**
 * The closed list of errors. Replies are RFC 9457 problem documents with `code` from here; clients translate the
 * code and never show `title`. `retryable` tells a client that the same request may succeed unchanged later.
 */
export const errorList = {
  // every endpoint
  invalid_input: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  too_large: { status: 413, retryable: false },
  rate_limited: { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  unavailable: { status: 503, retryable: true },
  /** More at once than can be done; the answer says when to come again. */
  busy: { status: 503, retryable: true },
  // accounts
  wrong_credentials: { status: 401, retryable: false },
  session_expired: { status: 401, retryable: false },
  /** The page was opened by one person and the browser holds the session of another: nothing is done for either. */
  other_person: { status: 409, retryable: false },
  /** The admin who set the initial password knows it, so it allows nothing but changing it (R5, R34). */
  password_change_required: { status: 403, retryable: false },
  /** A half session allows nothing but the second step (R63). */
  second_factor_required: { status: 403, retryable: false },
  /** Staff without a second factor must set one up first (R63). */
  second_factor_missing: { status: 403, retryable: false },
  second_factor_wrong: { status: 401, retryable: false },
  /** The last factor of a member of staff cannot be removed. */
  second_factor_last: { status: 409, retryable: false },
  /** Prove again who you are, then send the same again (signing, export, changing factors). */
  reauthentication_required: { status: 403, retryable: false },
  code_wrong: { status: 422, retryable: false },
  code_expired: { status: 422, retryable: false },
  /** The code was right, and the number has no account yet: told only to who holds the number. */
  sign_up_required: { status: 422, retryable: false },
  sms_unavailable: { status: 503, retryable: true },
  phone_taken: { status: 409, retryable: false },
  password_breached: { status: 422, retryable: false },
  patient_exists: { status: 409, retryable: false },
  patient_limit: { status: 409, retryable: false },
  guardian_consent_required: { status: 422, retryable: false },
  relationship_invalid: { status: 422, retryable: false },
  /** Too much of the identity would change: another person is added, not corrected. */
  identity_changed: { status: 422, retryable: false },
  /** The identity was corrected as often as it may be within a year. */
  correction_limit: { status: 409, retryable: false },
  /** A booking to come stands in the way; the answer names it. */
  booking_open: { status: 409, retryable: false },
  /** A visit under way stands in the way; the answer names it. */
  visit_open: { status: 409, retryable: false },
  /** What this rests on was changed since it was read. */
  record_changed: { status: 409, retryable: true },
  consent_required: { status: 409, retryable: false },
  consent_outdated: { status: 409, retryable: false },
  // care access
  patient_unknown: { status: 404, retryable: false },
  already_reviewed: { status: 409, retryable: false },
  own_act: { status: 409, retryable: false },
  /** Nobody else holds this duty. */
  last_of_duty: { status: 409, retryable: false },
  /** Password and second factor of one person are not given anew by one colleague alone (R34, R64). */
  second_person_required: { status: 409, retryable: false },
  /** An emergency that was judged not justified is not opened again by the same person at once. */
  emergency_judged: { status: 409, retryable: false },
  // organizations, specialists, schedules
  department_exists: { status: 409, retryable: false },
  licence_taken: { status: 409, retryable: false },
  licence_invalid: { status: 422, retryable: false },
  experience_too_short: { status: 422, retryable: false },
  specialist_unpublished: { status: 409, retryable: false },
  sessions_overlap: { status: 422, retryable: false },
  session_too_short: { status: 422, retryable: false },
  schedule_changed: { status: 409, retryable: true },
  // appointments
  slot_unavailable: { status: 409, retryable: false },
  patient_busy: { status: 409, retryable: false },
  proof_required: { status: 422, retryable: false },
  already_cancelled: { status: 409, retryable: false },
  illegal_state: { status: 409, retryable: false },
  too_early: { status: 409, retryable: true },
  too_late: { status: 409, retryable: false },
  /** Which number of bookings is reached: of the account, of the person in all, or of the day. */
  booking_limit: { status: 409, retryable: false },
  booking_limit_person: { status: 409, retryable: false },
  booking_limit_department: { status: 409, retryable: false },
  booking_limit_specialist: { status: 409, retryable: false },
  // files and reports
  storage_full: { status: 413, retryable: false },
  file_empty: { status: 422, retryable: false },
  file_unsupported: { status: 422, retryable: false },
  file_broken: { status: 422, retryable: false },
  file_encrypted: { status: 422, retryable: false },
  file_too_large: { status: 413, retryable: false },
  file_too_many_pixels: { status: 422, retryable: false },
  file_too_many_pages: { status: 422, retryable: false },
  file_infected: { status: 422, retryable: false },
  file_timeout: { status: 422, retryable: true },
  file_not_ready: { status: 409, retryable: true },
  link_expired: { status: 403, retryable: true },
  // consultations and encounters
  judgement_required: { status: 409, retryable: false },
  visit_closed: { status: 409, retryable: false },
  call_not_open: { status: 409, retryable: false },
  /** Another device of the same side is in the call. */
  call_taken: { status: 409, retryable: false },
  note_incomplete: { status: 422, retryable: false },
  note_signed: { status: 409, retryable: false },
  note_changed: { status: 409, retryable: true },
  report_changed: { status: 409, retryable: true },
  diagnosis_unknown: { status: 422, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof errorList;

/** Codes about who is signed in and not about what was asked: the same may be sent again once the right person is back. */
export const saysWhoIsSignedIn = (code: string): boolean =>
  code === "unauthenticated" || code === "session_expired" || code === "other_person";

/** One field that was refused. `path` is dotted (`sessions.0.start`), `code` is a text key of the client. */
export interface FieldError {
  path: string;
  code: string;
}

/** What stands in the way of what was asked; read through its own endpoint, which asks the gate. */
export interface ProblemAbout {
  type: "Appointment";
  id: string;
}

/** RFC 9457 problem document, the only error shape of the house (HTTP body and socket ack alike). */
export interface Problem {
  type: `urn:fuzhen:problem:${ErrorCode}`;
  title: string;
  status: number;
  code: ErrorCode;
  retryable: boolean;
  requestId: string;
  fields?: FieldError[];
  about?: ProblemAbout;
}

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === "string" && code in errorList;
