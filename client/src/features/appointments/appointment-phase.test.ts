// @vitest-environment node
import { appointmentStatuses } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { expect, test } from "vitest";
import { endedWithoutVisit, nextStepOf, phaseOf, phaseTones } from "./appointment-phase.ts";
import { appointmentTexts } from "./appointments.texts.ts";

type Decision = "accepted" | "declined" | null;
type Given = [Appointment["status"], Appointment["consultationStatus"], Decision];

function standing([status, consultationStatus, decision]: Given) {
  const judgement = decision && { decision, reason: "", judgedAt: "2026-11-25T00:00:00.000Z", judgedBy: "陈静宜" };
  return { status, consultationStatus, judgement };
}

const cases: [Given, string, string][] = [
  [["booked", null, null], "booked", "已预约"],
  [["booked", null, "accepted"], "accepted", "医生已确认"],
  [["checked-in", null, null], "checked-in", "已签到"],
  [["checked-in", null, "accepted"], "checked-in", "已签到"],
  [["booked", "in-progress", "accepted"], "in-visit", "正在就诊"],
  [["fulfilled", "in-progress", "accepted"], "in-visit", "正在就诊"],
  [["fulfilled", "finished", "accepted"], "finished", "已完成"],
  [["fulfilled", null, null], "finished", "已完成"],
  [["fulfilled", "cancelled", "accepted"], "stopped", "已转线下"],
  [["cancelled", null, null], "cancelled", "已取消"],
  [["cancelled", null, "accepted"], "cancelled", "已取消"],
  [["cancelled", null, "declined"], "declined", "医生未接诊"],
  [["noshow", null, "accepted"], "missed", "未就诊"],
];

test.each(cases)("%j is %s, %s", (given, phase, word) => {
  expect(phaseOf(standing(given))).toBe(phase);
  expect(appointmentTexts.zh.phases[phaseOf(standing(given))]).toBe(word);
});

test("every status of the contract has its case, every phase a word in both languages and a tone", () => {
  expect(new Set(cases.map(([[status]]) => status))).toEqual(new Set(appointmentStatuses));
  const phases = Object.keys(phaseTones).toSorted();
  expect(new Set(cases.map(([, phase]) => phase))).toEqual(new Set(phases));
  expect(Object.keys(appointmentTexts.zh.phases).toSorted()).toEqual(phases);
  expect(Object.keys(appointmentTexts.en.phases).toSorted()).toEqual(phases);
});

const noAbilities = {
  cancel: false,
  checkIn: false,
  supplement: false,
  judge: false,
  open: false,
  enter: false,
  restore: false,
};
const opensAt = "2026-11-25T06:00:00.000Z";
const early = new Date("2026-11-25T05:59:00Z");
const late = new Date("2026-11-25T12:00:00Z");

test.each([
  ["before the doctor has judged", ["booked", null, null], false, early, "wait-judgement"],
  ["before check-in opens", ["booked", null, "accepted"], false, early, "wait-opening"],
  ["when the server allows check-in, whatever this clock says", ["booked", null, null], true, early, "check-in"],
  ["when check-in was open and is no more", ["booked", null, "accepted"], false, late, "too-late"],
  ["after check-in", ["checked-in", null, "accepted"], false, late, "waiting"],
  ["in the visit", ["checked-in", "in-progress", "accepted"], false, late, "enter"],
  ["after the visit", ["fulfilled", "finished", "accepted"], false, late, "finished"],
  ["when sent offline", ["fulfilled", "cancelled", "accepted"], false, late, "stopped"],
  ["when declined", ["cancelled", null, "declined"], false, early, "declined"],
  ["when missed", ["noshow", null, null], false, late, "missed"],
] satisfies [string, Given, boolean, Date, string][])("%s", (_, given, checkIn, now, step) => {
  const abilities = { ...noAbilities, checkIn };
  expect(nextStepOf({ ...standing(given), opensAt, abilities }, now)).toBe(step);
});

test("a new booking is offered only where no visit took place and none was refused", () => {
  const offered = cases
    .map(([, phase]) => phase)
    .filter((phase) => endedWithoutVisit(phase as keyof typeof phaseTones));
  expect(new Set(offered)).toEqual(new Set(["cancelled", "missed"]));
});
