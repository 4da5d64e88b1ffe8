/** Why a patient's record is opened; stands in the access log (R65). */
export const accessPurposes = [
  "profile",
  "upload-file",
  "write-report",
  "read-report",
  "book-appointment",
  "change-appointment",
  "read-appointment",
  "open-visit",
  "visit",
  "write-note",
  "read-note",
  "read-plan",
  /** The content of a file, by a link that was made for the reader while they had a ground. */
  "read-file",
  /** The account takes its own data home as a file (R55). */
  "export-own-data",
] as const;
export type AccessPurpose = (typeof accessPurposes)[number];

/** Every purpose in the trail: those of the gate, and those of accesses that do not pass it. */
export const auditPurposes = [
  ...accessPurposes,
  "read-notification",
  /** Access by an emergency opening; `data.use` is the actual purpose. */
  "break-glass",
  "review-break-glass",
  /** Somebody searches the audit trail itself. */
  "oversight",
  "own-access-log",
] as const;
export type AuditPurpose = (typeof auditPurposes)[number];

/**
 * Classes an auditor filters by: what was read, what was changed, sign-ins and accounts, the hospital's own data,
 * oversight.
 */
export const auditClasses = ["read", "change", "account", "hospital", "oversight"] as const;
export type AuditClass = (typeof auditClasses)[number];

/**
 * Every action that leaves a row, with its class: accesses, and all facts. The server does not compile without a line
 * for each fact type, nor the client without words for each line.
 */
export const auditActions = {
  access: "read",
  read: "read",
  list: "read",
  "read-file": "read",
  "join-call": "read",
  "export-own-data": "read",
  "grant-consent": "change",
  "withdraw-consent": "change",
  "patient:added": "change",
  "patient:corrected": "change",
  "patient:removed": "change",
  "correct-patient": "change",
  "remove-patient": "change",
  "consent:granted": "change",
  "consent:withdrawn": "change",
  "report:added": "change",
  "report:corrected": "change",
  "report:hidden": "change",
  "report:file-ready": "change",
  "report:file-refused": "change",
  "file:settled": "change",
  "file:quarantined": "change",
  "appointment:booked": "change",
  "appointment:cancelled": "change",
  "appointment:checked-in": "change",
  "appointment:judged": "change",
  "appointment:supplemented": "change",
  "appointment:opened": "change",
  "appointment:moved": "change",
  "appointment:handed-over": "change",
  "appointment:restored": "change",
  "appointment:fulfilled": "change",
  "appointment:missed": "change",
  "waiting:called": "change",
  "waiting:put-back": "change",
  "waiting:passed": "change",
  "waiting:told": "change",
  "care-access:granted": "change",
  "care-access:ended": "change",
  "break-glass:opened": "change",
  "break-glass:ended": "change",
  "break-glass:reviewed": "oversight",
  "consultation:opened": "change",
  "consultation:finished": "change",
  "message:created": "change",
  "message:marked": "change",
  "message:flagged": "change",
  "call:started": "change",
  "call:answered": "change",
  "call:ended": "change",
  "note:saved": "change",
  "note:signed": "change",
  "notification:created": "change",
  "notification:read": "change",
  "account:created": "account",
  "account:password-changed": "account",
  "account:phone-changed": "account",
  "account:closed": "account",
  "session:started": "account",
  "session:revoked": "account",
  "session:second-factor-passed": "account",
  "session:confirmed": "account",
  "factor:added": "account",
  "factor:removed": "account",
  "recovery-codes:renewed": "account",
  "staff:added": "account",
  "staff:deactivated": "account",
  "staff:reactivated": "account",
  "staff:duty-changed": "account",
  "staff:password-set": "account",
  "staff:factors-reset": "account",
  "organization:added": "hospital",
  "organization:access-rules-set": "hospital",
  "organization:booking-rules-set": "hospital",
  "organization:waiting-rules-set": "hospital",
  "organization:service-rules-set": "hospital",
  "department:added": "hospital",
  "department:updated": "hospital",
  "specialist:added": "hospital",
  "specialist:updated": "hospital",
  "specialist:published": "hospital",
  "schedule:saved": "hospital",
  "schedule:published": "hospital",
  "audit-search": "oversight",
  "audit-export": "oversight",
  "audit-verify": "oversight",
} as const satisfies Record<string, AuditClass>;
export type AuditAction = keyof typeof auditActions;

export const actionsOfClass = (wanted: AuditClass): AuditAction[] =>
  (Object.keys(auditActions) as AuditAction[]).filter((action) => auditActions[action] === wanted);

/** How a chain of audit rows can be broken; the first break found is named. */
export const chainBreaks = [
  /** Row and seal do not match: a field or the seal was changed. */
  "edited",
  /** A row the application did not write. */
  "forged",
  /** A number without a row: a row was removed. */
  "missing",
  /** A row has the number of another one. */
  "reordered",
  /** The trail ends before a number it had reached: rows were cut off, or an old database was restored. */
  "cut",
  /** An anchor outside the database names another row for this number. */
  "rewritten",
  /** A row was not sealed for more than a minute. */
  "unsealed",
  /** Sealed with a key we do not have. */
  "unknown-key",
] as const;
export type ChainBreak = (typeof chainBreaks)[number];

/** Id of a row, or of a request (UUID). */
export const AUDIT_REF = /^([0-9a-f]{24}|[0-9a-f-]{36})$/;
