import { z } from "zod";
import { AUDIT_REF, auditClasses, auditPurposes, chainBreaks } from "../audit/audit.rules.ts";
import { daySchema, idSchema, instantSchema } from "../fields.ts";
import { duties, roles } from "../roles.ts";
import { titles } from "../specialists/specialist.fields.ts";

/** What rows an auditor asks for; days are hospital days, both included. */
export const auditFilterSchema = z.object({
  userId: idSchema.optional(),
  specialistId: idSchema.optional(),
  /** By id only: a search by name or identity number would reveal who is a patient here. */
  patientId: idSchema.optional(),
  class: z.enum(auditClasses).optional(),
  purpose: z.enum(auditPurposes).optional(),
  outcome: z.enum(["allowed", "refused"]).optional(),
  from: daySchema.optional(),
  to: daySchema.optional(),
  /** Id of a request, or of the thing that was touched. */
  ref: z.string().regex(AUDIT_REF, { error: "id" }).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Who acted, as the reader may know them. */
const auditPersonSchema = z.object({
  userId: idSchema,
  sessionId: idSchema,
  role: z.enum(roles),
  duty: z.enum(duties).nullable(),
  /** Of staff; a patient's account is not named to an auditor. */
  name: z.string().nullable(),
  specialistId: idSchema.nullable(),
});

export const auditEventSchema = z
  .object({
    id: idSchema,
    /** Place in the chain; null for the moment until it is sealed. */
    seq: z.int().nullable(),
    at: instantSchema,
    action: z.string(),
    class: z.enum(auditClasses),
    purpose: z.string().nullable(),
    outcome: z.enum(["allowed", "refused"]),
    /** Null for the system itself (jobs). */
    actor: auditPersonSchema.nullable(),
    /** The first of those it concerns, names masked; a list may concern more. */
    patients: z.array(z.object({ id: idSchema, nameMasked: z.string() })),
    patientCount: z.int(),
    entity: z.object({ type: z.string(), id: idSchema }),
    data: z.record(z.string(), z.unknown()),
    requestId: z.string(),
    ip: z.string(),
    userAgent: z.string(),
  })
  .meta({ id: "AuditEvent" });
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const staffLineSchema = z.object({
  userId: idSchema,
  name: z.string(),
  role: z.enum(roles),
  duty: z.enum(duties).nullable(),
  active: z.boolean(),
});
export type StaffLine = z.infer<typeof staffLineSchema>;

/** Result of checking the chain. */
export const chainCheckSchema = z.object({
  at: instantSchema,
  rows: z.int(),
  anchors: z.int(),
  waiting: z.int(),
  broken: z.object({ kind: z.enum(chainBreaks), seq: z.int().nullable(), id: idSchema.nullable() }).nullable(),
});
export type ChainCheckReply = z.infer<typeof chainCheckSchema>;

export const integritySchema = z.object({
  /** The end of the chain; null before the first row is sealed. */
  head: z.object({ seq: z.int(), sealedAt: instantSchema }).nullable(),
  /** The last check somebody of this organisation asked for. */
  lastCheck: chainCheckSchema.nullable(),
});
export type Integrity = z.infer<typeof integritySchema>;

/**
 * One line of 谁看过我的病历: one opening of the record by one person, with all they saw in it; or one day on which somebody had the
 * name in lists.
 */
export const accessLineSchema = z
  .object({
    /** `account`: whoever keeps this 就诊人; `staff`: named, with where they work. */
    who: z.object({
      kind: z.enum(["account", "staff"]),
      role: z.enum(roles),
      name: z.string(),
      title: z.enum(titles).nullable(),
      departmentName: z.string().nullable(),
      organizationName: z.string().nullable(),
      /** Where to complain about them (R51); empty where their hospital has given no number. */
      complaintPhone: z.string(),
    }),
    purposes: z.array(z.enum(auditPurposes)),
    /** The record was opened in an emergency, without an appointment. */
    emergency: z.boolean(),
    /** Only a line in a list of names was seen, nothing of the record. */
    listed: z.boolean(),
    day: daySchema,
    firstAt: instantSchema,
    lastAt: instantSchema,
  })
  .meta({ id: "AccessLine" });
export type AccessLine = z.infer<typeof accessLineSchema>;

/** What a reviewer of an emergency opening judges it by. */
export const emergencyActsSchema = z
  .object({
    /** By kind, the first opened first; `things`: how many different ones, such as reports or pictures. */
    opened: z.array(
      z.object({ purpose: z.enum(auditPurposes), things: z.int(), firstAt: instantSchema, lastAt: instantSchema }),
    ),
    /** There was more than is looked through. */
    more: z.boolean(),
    /** Visits of this patient with this specialist before the opening. */
    before: z.object({ visits: z.int(), lastAt: instantSchema.nullable() }),
  })
  .meta({ id: "EmergencyActs" });
export type EmergencyActs = z.infer<typeof emergencyActsSchema>;
