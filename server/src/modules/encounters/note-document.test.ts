import { describe, expect, test } from "vitest";
import type { NoteFields } from "@fuzhen/shared/encounters/note.fields.ts";
import { missingNoteFields } from "@fuzhen/shared/encounters/note.rules.ts";
import { signDocument } from "../../platform/documents/signed-document.ts";
import { newSigningPair } from "../../platform/signing.ts";
import { readFields } from "./note-fields.ts";
import { noteKind, signatureHolds, signFields } from "./note-document.ts";
import type { NoteRecord } from "./note.repo.ts";

const fields: NoteFields = {
  chiefComplaint: "复查肾功能",
  presentIllness: "服药三月，无水肿",
  diagnoses: [{ code: "N03", display: "慢性肾炎综合征", text: "IgA 肾病 Ⅲ 期" }],
  plan: "三个月后复查",
};
const note: NoteRecord = {
  id: "a".repeat(24),
  consultationId: "b".repeat(24),
  patientId: "c".repeat(24),
  specialistId: "d".repeat(24),
  status: "draft",
  version: 3,
  sealedFields: "",
  updatedAt: new Date(0),
  editing: null,
};
const pair = newSigningPair();
const by = { keyId: "k1", privateKey: pair.privateKey, name: "王主任", time: new Date("2026-11-22T02:00:00Z") };
const signature = signFields(note, fields, by);

describe("R34 the signature covers every word and who, when, which visit", () => {
  test("holds for what was signed", () => {
    expect(signatureHolds(note, fields, signature, pair.publicKey)).toBe(true);
  });
  test("holds whatever the order of keys in the database", () => {
    const turned = Object.fromEntries(Object.entries(fields).toReversed()) as NoteFields;
    expect(signatureHolds(note, turned, signature, pair.publicKey)).toBe(true);
  });
  test.each<[string, Partial<NoteFields>]>([
    ["complaint", { chiefComplaint: "复查肾功能 " }],
    ["illness", { presentIllness: "服药三月，有水肿" }],
    ["a diagnosis's code", { diagnoses: [{ code: "N04", display: "慢性肾炎综合征" }] }],
    ["a diagnosis's wording", { diagnoses: [{ code: "N03", display: "慢性肾炎" }] }],
    ["a diagnosis's own words", { diagnoses: [{ code: "N03", display: "慢性肾炎综合征", text: "IgA 肾病 Ⅱ 期" }] }],
    ["a diagnosis's own words taken away", { diagnoses: [{ code: "N03", display: "慢性肾炎综合征" }] }],
    ["a diagnosis taken away", { diagnoses: [] }],
    ["plan", { plan: "六个月后复查" }],
  ])("falls with a changed %s", (_what, change) => {
    expect(signatureHolds(note, { ...fields, ...change }, signature, pair.publicKey)).toBe(false);
  });
  test.each(["id", "consultationId", "patientId", "specialistId"] as const)("falls when moved to another %s", (key) => {
    expect(signatureHolds({ ...note, [key]: "e".repeat(24) }, fields, signature, pair.publicKey)).toBe(false);
  });
  test("falls with another version, time or name", () => {
    expect(signatureHolds({ ...note, version: 4 }, fields, signature, pair.publicKey)).toBe(false);
    for (const change of [
      { time: new Date(by.time.getTime() + 1) },
      { signer: { ...signature.signer, name: "李主任" } },
    ])
      expect(signatureHolds(note, fields, { ...signature, ...change }, pair.publicKey)).toBe(false);
  });
  test("half a character, as a cut text may end in, is signed as it is shown", () => {
    const cut = readFields({ ...fields, plan: "复查\ud83d" });
    expect(cut.plan).toBe("复查\ufffd");
    expect(signatureHolds(note, cut, signFields(note, cut, by), pair.publicKey)).toBe(true);
  });
  test("a note that was signed before diagnoses had words of their own holds as it stands", () => {
    const plain = { ...fields, diagnoses: [{ code: "N03", display: "慢性肾炎综合征" }] };
    const { id: noteId, consultationId, patientId, specialistId, version } = note;
    const body = { noteId, consultationId, patientId, version, fields: plain };
    const signer = { id: specialistId, name: by.name, keyId: by.keyId };
    const content = { subjectId: noteId, body, signer, time: by.time };
    const before = signDocument({ ...noteKind, present: 2 }, content, by.privateKey);
    expect(before.formatVersion).toBe(2);
    expect(signatureHolds(note, plain, before, pair.publicKey)).toBe(true);
    expect(signatureHolds(note, fields, before, pair.publicKey)).toBe(false);
  });
  test("falls with another's key, an unknown key or unreadable content", () => {
    expect(signatureHolds(note, fields, signature, newSigningPair().publicKey)).toBe(false);
    expect(signatureHolds(note, fields, signature, null)).toBe(false);
    expect(signatureHolds(note, null, signature, pair.publicKey)).toBe(false);
  });
});

describe("R30 mandatory fields", () => {
  test.each(["chiefComplaint", "presentIllness", "diagnoses", "plan"] as const)("%s", (field) => {
    const empty = { ...fields, [field]: field === "diagnoses" ? [] : "" };
    expect(missingNoteFields(empty)).toEqual([{ path: field, code: "required" }]);
  });
  test("nothing is missing from a whole note", () => {
    expect(missingNoteFields(fields)).toEqual([]);
  });
});
