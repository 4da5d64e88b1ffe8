import { randomUUID } from "node:crypto";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { sampleSpecialist } from "@fuzhen/shared/testing/sample-specialist.ts";
import { DAY_MS, addDays, dayOf, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { sealReason, sealTexts } from "../src/modules/appointments/appointment.record.ts";
import { insertAppointments, setAccepted, setOpened } from "../src/modules/appointments/appointment.repo.ts";
import { setVisitOpen, upsertGrant } from "../src/modules/care-access/care-grant.repo.ts";
import { grounds } from "../src/modules/care-access/grounds.ts";
import { insertConsultation } from "../src/modules/consultations/consultation.repo.ts";
import { consentTextsInForce } from "../src/modules/patients/consent-texts.ts";
import { insertConsent } from "../src/modules/patients/consent.repo.ts";
import { insertPatient, sealPlace } from "../src/modules/patients/patient.repo.ts";
import { insertDepartment } from "../src/modules/organizations/department.repo.ts";
import { insertOrganization, type OrganizationRecord } from "../src/modules/organizations/organization.repo.ts";
import { completeSession, idleEnd, insertSession, sessionEnd, signAccessToken } from "../src/modules/sessions/index.ts";
import { searchKeysOf } from "../src/modules/specialists/search-keys.ts";
import { changeSpecialist, insertSpecialist } from "../src/modules/specialists/specialist.repo.ts";
import { sealPhone } from "../src/modules/users/phones.ts";
import { countFirstFactorIn, phoneLookupOf } from "../src/modules/users/index.ts";
import { insertUser, type NewUser } from "../src/modules/users/user.repo.ts";
import type { Services } from "../src/platform/context.ts";
import { newId } from "../src/platform/outbox.ts";

export interface Hospital extends OrganizationRecord {
  departmentId: string;
}

/** An open visit and a token for each of its sides. */
export interface SeededRoom {
  consultationId: string;
  patientToken: string;
  specialistToken: string;
}

export async function seedHospital(
  { now }: Services,
  visitSettings: OrganizationRecord["visitSettings"] = { opensMinutesBefore: 1440 },
): Promise<Hospital> {
  const at = now();
  const organization = await insertOrganization(
    {
      name: "量程医院",
      level: "三级甲等",
      licenceNumber: "PDY00000001110101A1009",
      address: "量程市量程路 1 号",
      timeZone: "Asia/Shanghai",
      registeredCodes: [],
      visitSettings,
    },
    at,
  );
  const row = { organizationId: organization.id, code: "03.06", name: "肾内科" };
  const { id: departmentId } = await insertDepartment(row, at);
  return { ...organization, departmentId };
}

type Person = Pick<NewUser, "id" | "role" | "organizationId" | "organizationName" | "specialistId" | "displayName">;

/** A token of a whole session; nobody can sign in to the account, for it has no password. */
async function signedIn(services: Services, person: Person, phone: string): Promise<string> {
  const { keys, env } = services;
  const now = services.now();
  await insertUser(
    {
      ...person,
      duty: null,
      passwordHash: "nobody signs in with it",
      mustChangePassword: false,
      phoneLookup: phoneLookupOf(keys, phone),
      phoneSealed: sealPhone(keys, phone, person.id),
      phoneMasked: maskPhone(phone),
      noticeAcceptedAt: now,
      phoneVerifiedAt: now,
    },
    now,
  );
  const { role, organizationId, specialistId } = person;
  const sessionId = newId();
  await insertSession(
    {
      id: sessionId,
      userId: person.id,
      role,
      organizationId,
      specialistId,
      generation: 1,
      expiresAt: sessionEnd(role, now, now),
      idleAt: idleEnd(env, role, now),
      userAgent: "bench",
      ip: "127.0.0.1",
    },
    now,
  );
  if (role !== "patient") {
    await countFirstFactorIn(person.id);
    await completeSession(sessionId, now);
  }
  return signAccessToken(keys, { userId: person.id, sessionId }, now).token;
}

export async function seedSpecialist(services: Services, hospital: Hospital, index: number) {
  const today = dayOf(services.now());
  const [id, userId, phone] = [newId(), newId(), `138${String(10_000_000 + index)}`];
  const profile = sampleSpecialist({
    diseases: ["慢性肾小球肾炎"],
    departmentId: hospital.departmentId,
    licenceNumber: String(220_000_000_000_000 + index),
    licenceValidFrom: addDays(today, -365),
    licenceValidTo: addDays(today, 365),
    practiceSince: addDays(today, -3653),
  });
  await insertSpecialist(
    {
      ...profile,
      id,
      userId,
      requestKey: randomUUID(),
      searchKeys: searchKeysOf(profile),
      organizationId: hospital.id,
      departmentCode: "03.06",
      rank: 0,
      phoneMasked: maskPhone(phone),
    },
    services.now(),
  );
  await changeSpecialist(id, { published: true });
  const place = { organizationId: hospital.id, organizationName: hospital.name, specialistId: id };
  const person = { id: userId, role: "specialist" as const, ...place, displayName: profile.name };
  return { id, userId, token: await signedIn(services, person, phone) };
}

export async function seedPatient(services: Services, index: number) {
  const { keys } = services;
  const now = services.now();
  const [id, accountId, phone] = [newId(), newId(), `139${String(10_000_000 + index)}`];
  const nowhere = { organizationId: null, organizationName: null, specialistId: null };
  const person = { id: accountId, role: "patient" as const, ...nowhere, displayName: maskPhone(phone) };
  const token = await signedIn(services, person, phone);
  const patient = await insertPatient(
    services,
    {
      id,
      accountId,
      requestKey: randomUUID(),
      name: "李建国",
      documentType: "resident-id",
      idNumberSealed: keys.seal("none", sealPlace(id, "id-number")),
      idNumberLookup: keys.lookup(`bench:${id}`),
      idNumberMasked: "9***************9",
      birthDate: "1958-03-12",
      sex: "male",
      relationship: "self",
      phone: null,
      phoneSealed: null,
      guardianConsentAt: null,
    },
    now,
  );
  for (const { purpose, version, sha256: textSha256 } of consentTextsInForce)
    await insertConsent({
      id: newId(),
      patientId: id,
      grantedBy: accountId,
      purpose,
      version,
      textSha256,
      grantedAt: now,
    });
  return { id, accountId, person: patient.person, token };
}

export async function seedRoom(services: Services, hospital: Hospital, index: number): Promise<SeededRoom> {
  const { keys } = services;
  const now = services.now();
  const specialist = await seedSpecialist(services, hospital, index);
  const patient = await seedPatient(services, index);
  const id = newId();
  const visit = {
    appointmentId: id,
    patientId: patient.id,
    accountId: patient.accountId,
    specialistId: specialist.id,
    organizationId: hospital.id,
  };
  const end = new Date(now.getTime() + 15 * MINUTE_MS);
  await insertAppointments([
    {
      ...visit,
      id,
      person: patient.person,
      requestKey: randomUUID(),
      departmentId: hospital.departmentId,
      start: now,
      end,
      feeCents: 5000,
      visitKind: "video",
      sealedTexts: sealTexts(keys, id, { disease: "慢性肾小球肾炎", diagnosedAt: "量程医院", message: "" }),
      proofReportId: newId(),
      reportIds: [],
      bookedAt: now,
    },
  ]);
  const sealedReason = sealReason(keys, id, "");
  await setAccepted(id, { decision: "accepted", sealedReason, at: now, by: specialist.userId });
  await upsertGrant({
    patientId: visit.patientId,
    grantee: { kind: "specialist", id: visit.specialistId },
    ground: { kind: "appointment", id },
    purposes: grounds.appointment.purposes,
    organizationId: visit.organizationId,
    from: now,
    until: new Date(now.getTime() + 90 * DAY_MS),
    visitEnd: end,
  });
  const { id: consultationId } = await insertConsultation(visit, now);
  await setOpened(id, consultationId, now);
  await setVisitOpen(id, true, null);
  return { consultationId, patientToken: patient.token, specialistToken: specialist.token };
}
