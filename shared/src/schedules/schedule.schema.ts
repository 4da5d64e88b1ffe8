import { z } from "zod";
import {
  daySchema,
  feeCentsSchema,
  idSchema,
  instantSchema,
  optionalTextSchema,
  pageInputSchema,
  timeOfDaySchema,
} from "../fields.ts";
import { scheduleStates } from "./schedule-states.ts";
import { capacityLimits, slotMinuteLimits } from "./schedule-numbers.ts";
import { titles } from "../specialists/specialist.fields.ts";

export const visitKinds = ["video", "chat"] as const;
export const halfDays = ["morning", "afternoon", "evening"] as const;

export const scheduleSessionSchema = z
  .object({
    /** ISO weekday, 1 Monday … 7 Sunday. */
    weekday: z.int().min(1).max(7),
    halfDay: z.enum(halfDays),
    start: timeOfDaySchema,
    end: timeOfDaySchema,
    slotMinutes: z
      .int({ error: "slot_minutes" })
      .min(slotMinuteLimits.least, { error: "slot_minutes" })
      .max(slotMinuteLimits.most, { error: "slot_minutes" }),
    feeCents: feeCentsSchema,
    visitKind: z.enum(visitKinds),
    /** Patients that one time of the session takes. */
    capacity: z
      .int({ error: "slot_capacity" })
      .min(capacityLimits.least, { error: "slot_capacity" })
      .max(capacityLimits.most, { error: "slot_capacity" })
      .default(1),
  })
  .meta({ id: "ScheduleSession" });

/** Days, or one part of each of them, on which the specialist sees nobody (停诊), whatever the week says. */
export const closureSchema = z
  .object({
    from: daySchema,
    to: daySchema,
    /** Both null: the whole day. */
    start: timeOfDaySchema.nullable(),
    end: timeOfDaySchema.nullable(),
    /** For the office; patients read only that the day is closed. */
    note: z.string().trim().max(60, { error: "too_long" }),
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], error: "day_order" })
  .refine(({ start, end }) => (start === null ? end === null : end !== null && start < end), {
    path: ["end"],
    error: "time_order",
  })
  .meta({ id: "ScheduleClosure" });

/** A session of one day beside the week (加班). */
export const extraSessionSchema = scheduleSessionSchema
  .omit({ weekday: true })
  .extend({ day: daySchema })
  .meta({ id: "ExtraSession" });

export const scheduleSchema = z
  .object({
    specialistId: idSchema,
    status: z.enum(["draft", "published"]),
    /** First and last hospital day of validity; an open end is null. */
    effectiveFrom: daySchema,
    effectiveTo: daySchema.nullable(),
    sessions: z.array(scheduleSessionSchema),
    closures: z.array(closureSchema),
    extras: z.array(extraSessionSchema),
    /** Raised by each save; a save names the version it started from. */
    version: z.int(),
    updatedAt: instantSchema,
  })
  .meta({ id: "Schedule" });

/** A week as an admin has it on the screen. */
export const scheduleWeekSchema = z.object({
  effectiveFrom: daySchema,
  effectiveTo: daySchema.nullable(),
  sessions: z.array(scheduleSessionSchema).max(42, { error: "too_many" }),
  closures: z.array(closureSchema).max(100, { error: "too_many" }).default([]),
  extras: z.array(extraSessionSchema).max(100, { error: "too_many" }).default([]),
});

export const saveScheduleInputSchema = scheduleWeekSchema
  .extend({
    specialistId: idSchema,
    /** 0 for a first save. */
    expectedVersion: z.int().min(0),
  })
  .refine(({ effectiveFrom, effectiveTo }) => effectiveTo === null || effectiveFrom <= effectiveTo, {
    path: ["effectiveTo"],
    error: "day_order",
  });

/** A row of the week grid: a specialist with their schedule, null before the first save. */
export const scheduleRowSchema = z
  .object({
    specialist: z.object({ id: idSchema, name: z.string(), title: z.enum(titles), departmentName: z.string() }),
    schedule: scheduleSchema.nullable(),
  })
  .meta({ id: "ScheduleRow" });
export const listSchedulesInputSchema = pageInputSchema.extend({
  /** The specialist's name, pinyin, pinyin initials, or disease. */
  q: optionalTextSchema(40).optional(),
  departmentId: idSchema.optional(),
  state: z.enum(scheduleStates).optional(),
  /** That one alone. */
  specialistId: idSchema.optional(),
});

export const slotSchema = z
  .object({
    start: instantSchema,
    end: instantSchema,
    feeCents: feeCentsSchema,
    visitKind: z.enum(visitKinds),
    free: z.boolean(),
  })
  .meta({ id: "Slot" });

/** Why a day has nothing to offer; words stand under closed days (look.md). */
export const dayReasons = ["open", "full", "closed", "no-session", "past"] as const;
export const slotDaySchema = z
  .object({ day: daySchema, reason: z.enum(dayReasons), slots: z.array(slotSchema) })
  .meta({ id: "SlotDay" });

export type ScheduleSession = z.infer<typeof scheduleSessionSchema>;
export type ScheduleClosure = z.infer<typeof closureSchema>;
export type ExtraSession = z.infer<typeof extraSessionSchema>;
export type Schedule = z.infer<typeof scheduleSchema>;
export type ScheduleRow = z.infer<typeof scheduleRowSchema>;
export type ListSchedulesInput = z.infer<typeof listSchedulesInputSchema>;
export type SaveScheduleInput = z.infer<typeof saveScheduleInputSchema>;
export type Slot = z.infer<typeof slotSchema>;
export type SlotDay = z.infer<typeof slotDaySchema>;
export type ScheduleWeek = z.infer<typeof scheduleWeekSchema>;
