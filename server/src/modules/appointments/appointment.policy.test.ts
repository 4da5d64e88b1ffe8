import { describe, expect, it } from "vitest";
import { defaultVisitSettings, type AppointmentStatus } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import type { User } from "../../platform/context.ts";
import { abilitiesOf, refusalOf, type Ability, type JudgedAppointment } from "./appointment.policy.ts";

const actor = (role: User["role"], change: Partial<User> = {}): User => ({
  userId: "owner",
  sessionId: "session",
  role,
  organizationId: null,
  specialistId: null,
  ...change,
});
const patient = actor("patient");
const specialist = actor("specialist", { userId: "doctor", specialistId: "own" });
const office = actor("admin", { userId: "office", organizationId: "own", duty: "system" });
/** As they travel with the appointment; restoring and moving have tables of their own. */
const verbs = ["cancel", "checkIn", "supplement", "judge", "open", "enter"] as const satisfies Ability[];

const record = (change: Partial<JudgedAppointment> = {}): JudgedAppointment => ({
  accountId: "owner",
  specialistId: "own",
  organizationId: "own",
  status: "booked",
  start: new Date("2026-11-23T01:00:00Z"),
  end: new Date("2026-11-23T01:15:00Z"),
  consultationId: null,
  consultationStatus: null,
  judgement: null,
  moved: null,
  ...change,
});
const accepted = { decision: "accepted", sealedReason: "", at: new Date(0), by: "doctor" } as const;
const early = new Date("2026-11-22T01:00:00Z");
const during = new Date("2026-11-23T00:45:00Z");
const late = new Date("2026-11-23T09:00:00Z");
const opened = { consultationId: "visit", consultationStatus: "in-progress", judgement: accepted } as const;

type Row = [
  name: string,
  who: User,
  change: Partial<JudgedAppointment>,
  now: Date,
  answers: Record<(typeof verbs)[number], ErrorCode | null>,
];
const no = "illegal_state";
const stop = "forbidden";
const over = (status: AppointmentStatus, cancel: ErrorCode): Row[] => [
  [
    `patient, ${status}`,
    patient,
    { status },
    during,
    { cancel, checkIn: no, supplement: no, judge: stop, open: stop, enter: no },
  ],
  [
    `specialist, ${status}`,
    specialist,
    { status, judgement: accepted },
    during,
    { cancel, checkIn: stop, supplement: stop, judge: no, open: no, enter: no },
  ],
];
const rows: Row[] = [
  [
    "patient, days before",
    patient,
    {},
    early,
    { cancel: null, checkIn: "too_early", supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, in the window",
    patient,
    {},
    during,
    { cancel: "too_late", checkIn: null, supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, in the window, moved by the office this morning",
    patient,
    { moved: { specialistId: "other", start: early, at: during } },
    during,
    { cancel: null, checkIn: null, supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, in the window, moved by the office days ago",
    patient,
    { moved: { specialistId: "other", start: early, at: new Date("2026-11-20T01:00:00Z") } },
    during,
    { cancel: "too_late", checkIn: null, supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, moved by the office, at its time",
    patient,
    { moved: { specialistId: "other", start: early, at: during } },
    new Date("2026-11-23T01:00:01Z"),
    { cancel: "too_late", checkIn: null, supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, after it",
    patient,
    {},
    late,
    { cancel: "too_late", checkIn: "too_late", supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, checked in",
    patient,
    { status: "checked-in" },
    during,
    { cancel: "too_late", checkIn: no, supplement: null, judge: stop, open: stop, enter: no },
  ],
  [
    "patient, visit under way",
    patient,
    { status: "checked-in", ...opened },
    during,
    { cancel: no, checkIn: no, supplement: null, judge: stop, open: stop, enter: null },
  ],
  [
    "specialist, not judged",
    specialist,
    {},
    during,
    { cancel: null, checkIn: stop, supplement: stop, judge: null, open: "judgement_required", enter: no },
  ],
  [
    "specialist, accepted, days before",
    specialist,
    { judgement: accepted },
    early,
    { cancel: null, checkIn: stop, supplement: stop, judge: null, open: "too_early", enter: no },
  ],
  [
    "specialist, accepted, in the window",
    specialist,
    { judgement: accepted },
    during,
    { cancel: null, checkIn: stop, supplement: stop, judge: null, open: null, enter: no },
  ],
  [
    "specialist, accepted, after it",
    specialist,
    { judgement: accepted },
    late,
    { cancel: null, checkIn: stop, supplement: stop, judge: null, open: "too_late", enter: no },
  ],
  [
    "specialist, visit under way",
    specialist,
    { status: "checked-in", ...opened },
    during,
    { cancel: no, checkIn: stop, supplement: stop, judge: no, open: no, enter: null },
  ],
  ...over("cancelled", "already_cancelled"),
  ...over("fulfilled", no),
  ...over("noshow", no),
];

describe("who may do what with an appointment, and why not", () => {
  it.each(rows)("%s", (_name, who, change, now, answers) => {
    const situation = { settings: defaultVisitSettings, now };
    expect(Object.fromEntries(verbs.map((verb) => [verb, refusalOf(who, verb, record(change), situation)]))).toEqual(
      answers,
    );
    const abilities = abilitiesOf(who, record(change), situation);
    for (const verb of verbs) expect(abilities[verb]).toBe(answers[verb] === null);
  });

  it.each<[string, User | null]>([
    ["nobody", null],
    ["another account", actor("patient", { userId: "stranger" })],
    ["a colleague", actor("specialist", { userId: "colleague", specialistId: "other", organizationId: "same" })],
    ["a specialist's user id on a patient's booking", actor("specialist", { specialistId: null })],
    ["an admin of another organisation", { ...office, organizationId: "other" }],
    ["an admin of another duty", { ...office, duty: "security" }],
    ["a pharmacist", actor("pharmacist")],
  ])("%s may do nothing at all", (_name, who) => {
    for (const change of [{}, { judgement: accepted }, opened])
      expect(
        verbs.filter((verb) => abilitiesOf(who, record(change), { settings: defaultVisitSettings, now: during })[verb]),
      ).toEqual([]);
  });
});

const declined = { status: "cancelled", judgement: { ...accepted, decision: "declined" } } as const;
describe("taking a refusal back, and the office's own moves", () => {
  const refused = (who: User, verb: Ability, change: Partial<JudgedAppointment>, now = early) =>
    refusalOf(who, verb, record(change), { settings: defaultVisitSettings, now });
  it.each([
    ["the specialist before the visit's time", specialist, declined, early, null],
    ["at the visit's time", specialist, declined, new Date("2026-11-23T01:00:00Z"), "too_late"],
    ["what was cancelled otherwise", specialist, { status: "cancelled" } as const, early, no],
    ["what stands", specialist, {}, early, no],
    ["the patient", patient, declined, early, stop],
    ["the office", office, declined, early, stop],
  ] satisfies [string, User, Partial<JudgedAppointment>, Date, ErrorCode | null][])(
    "restoring: %s",
    (_name, who, change, now, answer) => expect(refused(who, "restore", change, now)).toBe(answer),
  );

  it.each([
    ["booked", {}, null, null],
    ["accepted", { judgement: accepted }, null, null],
    ["checked in", { status: "checked-in" } as const, null, no],
    ["in the visit", opened, no, no],
    ["cancelled", { status: "cancelled" } as const, "already_cancelled", no],
    ["missed", { status: "noshow" } as const, no, no],
  ] satisfies [string, Partial<JudgedAppointment>, ErrorCode | null, ErrorCode | null][])(
    "the office with one that is %s",
    (_name, change, cancelling, moving) => {
      expect([refused(office, "cancel", change), refused(office, "move", change)]).toEqual([cancelling, moving]);
      expect(refused(office, "handOver", change)).toBe(moving);
      for (const who of [patient, specialist])
        expect([refused(who, "move", change), refused(who, "handOver", change)]).toEqual([stop, stop]);
      expect(refused(office, "judge", change)).toBe(stop);
    },
  );
});
