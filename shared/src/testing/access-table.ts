import type { InferContractRouterInputs } from "@orpc/contract";
import type { Contract } from "../contract.ts";
import type { ClientCommand, CommandInput } from "../realtime/events.ts";
import { sampleSpecialist } from "./sample-specialist.ts";
import { duties, mayEnter, type Duty, type Role, type Who } from "../roles.ts";

/**
 * The matrix of access, declared once for the server's tests and for the bench over the wire: every endpoint and socket
 * command with an input that is valid and names what is one owner's, and whose call it is. An endpoint without a line
 * here does not compile.
 */

/**
 * The caller's relation to the owner: the patient or treating specialist, their organisation, another organisation, or
 * none.
 */
export type Relation = "own" | "same-organization" | "other-organization" | "stranger" | "nobody";

export interface CallerKind {
  role: Role | null;
  duty: Duty | null;
  relation: Relation;
}
const kind = (role: Role | null, relation: Relation, duty: Duty | null = null): CallerKind => ({
  role,
  duty,
  relation,
});

/** Every kind of caller. */
export const callerKinds: readonly CallerKind[] = [
  kind("patient", "own"),
  kind("patient", "stranger"),
  kind("specialist", "own"),
  kind("specialist", "same-organization"),
  kind("specialist", "other-organization"),
  kind("pharmacist", "same-organization"),
  kind("pharmacist", "other-organization"),
  ...duties.flatMap((duty) => [kind("admin", "same-organization", duty), kind("admin", "other-organization", duty)]),
  kind(null, "nobody"),
];
export const nameOf = ({ role, duty, relation }: CallerKind): string =>
  [role, duty, relation].filter((word) => word !== null).join(" ");

/**
 * Which callers are allowed, among those whose role is. `anyone`: the call names nothing of the owner's, or answers the
 * caller's own data only. `account`: the patient's account. `sides`: that and the treating specialist. `organization`:
 * staff of the organisation the thing belongs to. `nobody`: it names a connection that does not exist.
 */
export type Whose = "anyone" | "account" | "sides" | "organization" | "nobody";

export function isTheirs(whose: Whose, { role, relation }: CallerKind): boolean {
  if (whose === "anyone" || whose === "nobody") return whose === "anyone";
  if (whose === "organization") return relation === "same-organization";
  return relation === "own" && (whose === "sides" || role === "patient");
}

/** What must come of a call. Default is no. */
export function expectedOf(who: Who, whose: Whose, caller: CallerKind): "allowed" | "forbidden" | "unauthenticated" {
  const { role, duty } = caller;
  if (!mayEnter(who, role && { role, duty })) return role === null ? "unauthenticated" : "forbidden";
  return isTheirs(whose, caller) ? "allowed" : "forbidden";
}

export interface Call<I> {
  input: I;
  whose: Whose;
}
const call =
  (whose: Whose) =>
  <I>(input: I): Call<I> => ({ input, whose });
const anyone = call("anyone");
const account = call("account");
const sides = call("sides");
const organization = call("organization");

type Inputs = InferContractRouterInputs<Contract>;
export type EveryCall = { [S in keyof Inputs]: { [E in keyof Inputs[S]]: Call<Inputs[S][E]> } };
export type EveryCommand = { [C in ClientCommand]: Call<CommandInput<C>> };

/** What one owner has, by its ids. */
export interface Owned {
  phone: string;
  patientId: string;
  specialistId: string;
  departmentId: string;
  appointmentId: string;
  consultationId: string;
  reportId: string;
  fileId: string;
  uploadKey: string;
  notificationId: string;
  /** An emergency opening by the treating specialist. */
  breakGlassId: string;
  /** A member of staff of the specialist's organisation who is none of the callers. */
  staffId: string;
  /** Another session of the patient's account. */
  deviceId: string;
  /** Hospital day of today. */
  day: string;
  /** A free slot of the specialist. */
  start: string;
  /** New at each call. */
  newKey: () => string;
  newIdNumber: () => string;
  newPhone: () => string;
}

const password = "river-lantern-42";
const words = "已核对急诊记录，情况属实";

/** Every endpoint of the contract once. The inputs must not damage anything another line needs, whoever is let in. */
export function everyCall(owned: Owned): EveryCall {
  const { patientId, specialistId, appointmentId, consultationId, reportId, fileId, day } = owned;
  return {
    accounts: {
      signUp: anyone({ phone: owned.phone, password, code: "000000", noticeAccepted: true }),
      signIn: anyone({ phone: owned.phone, password: "not-the-password" }),
      refresh: anyone(undefined),
      signOut: anyone(undefined),
      changePassword: anyone({ currentPassword: "not-the-password", newPassword: password }),
      changePhone: anyone({ phone: owned.newPhone(), code: "000000" }),
      me: anyone(undefined),
      demoAccounts: anyone(undefined),
      passSecondFactor: anyone({ method: "totp", code: "000000" }),
      confirm: anyone({ method: "password", password: "not-the-password" }),
      signInByCode: anyone({ phone: owned.phone, code: "000000" }),
      resetPassword: anyone({ phone: owned.phone, code: "000000", newPassword: password }),
    },
    patients: {
      addPatient: anyone({
        requestKey: owned.newKey(),
        name: "路人甲",
        idNumber: owned.newIdNumber(),
        relationship: "other",
      }),
      myPatients: anyone(undefined),
      patient: account({ patientId }),
      consentTexts: anyone(undefined),
      grantConsent: account({ patientId, purpose: "telehealth", version: "1", textSha256: "0" }),
      withdrawConsent: account({ patientId, purpose: "telehealth" }),
    },
    personalData: {
      correctPatient: account({ patientId, requestKey: owned.newKey(), phone: "13700000001" }),
      corrections: account({ patientId }),
      openBookings: account({ patientId }),
      // A visit is under way, or the bookings are not the ones that were seen.
      removePatient: account({ patientId, bookings: [] }),
      exportPatient: account({ patientId, format: "json" }),
      openBookingsOfAccount: anyone(undefined),
      // Not what is open: nothing is closed.
      closeAccount: anyone({ bookings: [appointmentId] }),
    },
    staff: {
      list: anyone({}),
      add: anyone({
        requestKey: owned.newKey(),
        role: "pharmacist",
        name: "路人乙",
        phone: owned.newPhone(),
        initialPassword: password,
      }),
      setActive: organization({ userId: owned.staffId, active: true }),
      setDuty: organization({ userId: owned.staffId, duty: "audit" }),
      setPassword: organization({ userId: owned.staffId, initialPassword: password }),
      resetFactors: organization({ userId: owned.staffId }),
    },
    codes: {
      sendCode: anyone({ phone: owned.phone, purpose: "sign-in" }),
    },
    sessions: {
      active: anyone(undefined),
      devices: anyone(undefined),
      endDevice: account({ sessionId: owned.deviceId }),
      endOtherDevices: anyone(undefined),
    },
    factors: {
      passkeyOptions: anyone(undefined),
      list: anyone(undefined),
      beginTotp: anyone(undefined),
      addTotp: anyone({ name: "别人的", code: "000000" }),
      beginPasskey: anyone(undefined),
      addPasskey: anyone({ name: "别人的", response: {} }),
      // Answers with the caller's own list, whatever id is given.
      removeFactor: anyone({ factorId: owned.deviceId }),
      newRecoveryCodes: anyone(undefined),
    },
    organizations: {
      list: anyone(undefined),
      departments: anyone(undefined),
      ownDepartments: anyone(undefined),
      addDepartment: anyone({ code: "03.05", name: "血液内科" }),
      updateDepartment: organization({ departmentId: owned.departmentId, name: "改过名的科室" }),
      accessRules: anyone(undefined),
      setAccessRules: anyone({ careAccessDays: 90, breakGlassHours: 4 }),
      waitingRules: anyone(undefined),
      setWaitingRules: anyone({ lateGraceMinutes: 10, passedPlaces: 2, callsBeforeNoShow: 3, closesMinutesAfter: 240 }),
      bookingRules: anyone(undefined),
      setBookingRules: anyone({
        bookingsPerSpecialistDay: 20,
        bookingsPerDepartmentDay: 20,
        bookingsPerPerson: 100,
        bookingsPerAccount: 100,
      }),
      serviceRules: anyone(undefined),
      setServiceRules: anyone({
        questionHours: 48,
        complaintPhone: "010-12345678",
        feePayment: { way: "counter", note: "" },
      }),
    },
    specialists: {
      search: anyone({ q: "肾" }),
      profile: anyone({ specialistId }),
      staff: anyone({}),
      add: organization({
        requestKey: owned.newKey(),
        ...sampleSpecialist({ departmentId: owned.departmentId, licenceNumber: "990000000000001" }),
        phone: owned.newPhone(),
        initialPassword: password,
      }),
      update: organization({ specialistId, about: "改过了" }),
      publish: organization({ specialistId, published: true }),
    },
    careAccess: {
      endingWith: anyone({ careAccessDays: 0 }),
      patient: sides({ patientId }),
      openBreakGlass: anyone({
        requestKey: owned.newKey(),
        name: "路人丁",
        idNumber: owned.newIdNumber(),
        reason: "unconscious",
        account: words,
      }),
      myBreakGlass: anyone(undefined),
      endBreakGlass: sides({ breakGlassId: owned.breakGlassId }),
      breakGlassCases: anyone({}),
      reviewBreakGlass: organization({ breakGlassId: owned.breakGlassId, verdict: "justified", account: words }),
    },
    schedules: {
      overview: anyone({}),
      get: organization({ specialistId }),
      save: organization({ specialistId, expectedVersion: 99, effectiveFrom: day, effectiveTo: null, sessions: [] }),
      publish: organization({ specialistId, published: true, expectedVersion: 99 }),
    },
    appointments: {
      slots: anyone({ specialistId }),
      offers: anyone({ specialistIds: [specialistId] }),
      book: account({
        requestKey: owned.newKey(),
        patientId,
        specialistId,
        start: owned.start,
        disease: "慢性肾小球肾炎",
        diagnosedAt: "某医院",
        proofReportId: reportId,
      }),
      cancel: sides({ appointmentId, reason: "有事不能来" }),
      checkIn: account({ appointmentId }),
      supplement: account({ appointmentId, reportIds: [reportId] }),
      restore: sides({ appointmentId }),
      judge: sides({ appointmentId, decision: "declined", reason: "不是我的病人" }),
      get: sides({ appointmentId }),
      mine: anyone({}),
      worklist: anyone({}),
      unjudged: anyone(undefined),
      ofPatient: sides({ patientId }),
      bookingsOfDay: anyone({}),
      touchedBySpecialist: organization({ specialistId, week: null }),
      touchedByDepartment: organization({ departmentId: owned.departmentId }),
      touchedByAccount: organization({ userId: owned.staffId }),
      bookingsAway: anyone({}),
      cancelBooking: organization({ appointmentId, reason: "医生停诊" }),
      moveBooking: organization({ appointmentId, from: owned.start, start: owned.start }),
      handOverBooking: organization({
        appointmentId,
        from: { specialistId, start: owned.start },
        to: { specialistId, start: owned.start },
      }),
    },
    files: {
      get: account({ fileId }),
      byKey: anyone({ uploadKey: owned.uploadKey }),
    },
    reports: {
      add: account({
        requestKey: owned.newKey(),
        patientId,
        category: "laboratory",
        title: "别人的报告",
        issuedOn: "2026-01-02",
        performer: "某医院",
        fileIds: [fileId],
      }),
      get: sides({ reportId }),
      ofPatient: sides({ patientId }),
      correct: account({
        reportId,
        expectedVersion: 1,
        category: "laboratory",
        title: "改别人的",
        issuedOn: "2026-01-02",
        performer: "某医院",
      }),
      hide: account({ reportId }),
    },
    waiting: {
      next: anyone({ requestKey: owned.newKey() }),
      putBack: sides({ appointmentId }),
      passOver: sides({ appointmentId }),
      place: account({ appointmentId }),
      tell: account({ appointmentId, away: true }),
    },
    consultations: {
      open: sides({ appointmentId }),
      get: sides({ consultationId }),
      mine: anyone({}),
      questions: anyone(undefined),
      ringing: anyone(undefined),
      decline: sides({ consultationId, callId: consultationId }),
      messages: sides({ consultationId }),
      send: sides({ consultationId, clientMessageId: owned.newKey(), text: "我是谁" }),
    },
    encounters: {
      note: sides({ consultationId }),
      lastNote: sides({ consultationId }),
      saveNote: sides({
        consultationId,
        expectedVersion: 0,
        chiefComplaint: "",
        presentIllness: "",
        diagnoses: [],
        plan: "",
      }),
      signNote: sides({ consultationId, expectedVersion: 1 }),
      plan: sides({ consultationId }),
      plansOfPatient: sides({ patientId }),
      searchDiagnoses: anyone({ q: "N03" }),
    },
    notifications: {
      mine: anyone({}),
      markRead: anyone({ upToId: owned.notificationId }),
    },
    reach: {
      settings: anyone(undefined),
      save: anyone({ most: { call: "push" }, quiet: null }),
      subscribe: anyone({
        endpoint: "https://fcm.googleapis.com/fcm/send/one",
        keys: { p256dh: "B".repeat(87), auth: "a".repeat(22) },
        language: "zh",
      }),
      unsubscribe: anyone(undefined),
      mine: anyone(undefined),
      localTexts: anyone(undefined),
    },
    operations: {
      health: anyone(undefined),
      reportCrash: anyone({ name: "TypeError", place: "pane", frames: [] }),
    },
    oversight: {
      search: anyone({}),
      exportEvents: anyone({}),
      staff: anyone(undefined),
      integrity: anyone(undefined),
      verify: anyone({}),
      accessLog: account({ patientId }),
      emergencyActs: organization({ breakGlassId: owned.breakGlassId }),
    },
  };
}

/** Every socket command once, in an order in which a side of the visit may send them: into the room first, out of it last. */
export const everyCommand = ({ appointmentId, consultationId, newKey }: Owned): EveryCommand => ({
  "consultation:join": sides({ consultationId }),
  "message:send": sides({ consultationId, clientMessageId: newKey(), text: "我是谁" }),
  "message:mark": sides({ consultationId, readSeq: 1 }),
  "typing:set": sides({ consultationId, typing: true }),
  "call:join": sides({ consultationId }),
  "call:signal": call("nobody")({ consultationId, to: "anyone", media: { audio: true, video: true } }),
  "call:leave": sides({ consultationId }),
  "call:decline": sides({ consultationId }),
  "line:probe": anyone({ echo: "hier" }),
  "waiting:hold": anyone({ appointmentId }),
  "consultation:leave": sides({ consultationId }),
});
