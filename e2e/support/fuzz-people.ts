import { randomUUID } from "node:crypto";
import type { Socket } from "socket.io-client";
import type { Role } from "@fuzhen/shared/roles.ts";
import { signInOverApi } from "../fixtures/client.ts";
import { addReport, bookFirstSlot, newPatient } from "../fixtures/patient-data.ts";
import { demoAccount, type Account } from "../fixtures/sign-in.ts";
import { connect } from "../fixtures/socket.ts";

/** Somebody who sends what they should not. */
export interface Attacker {
  role: Role | null;
  token: string;
  account: Account | null;
  line: Socket | null;
  /**
   * Ids this attacker really has, by field name, to be put where such an id belongs. Answers about other people's ids
   * must tell nothing.
   */
  known: Record<string, unknown>;
  /** Takes part in the victim's visit, so that their words may be told. */
  insider: boolean;
}

export interface Scene {
  attackers: Attacker[];
  /** Words of the victim that no stranger may be shown. */
  secrets: string[];
}

/** A victim in the middle of a visit, strangers of every role, the people of the visit themselves, and nobody. */
export async function setScene(url: string): Promise<Scene> {
  const secrets = ["欧阳若兰", "尿里的泡沫比上个月少"];
  const victim = await newPatient(url, secrets[0]);
  const doctor = await signInOverApi(url, await demoAccount(url, "陈静宜"));
  const specialistId = (await doctor.api.accounts.me()).specialistId ?? "";
  const proof = await addReport(url, victim, "diagnosis-proof", ["photos/landscape_6.jpg"]);
  const appointment = await bookFirstSlot(victim, specialistId, proof.id);
  await doctor.api.appointments.judge({ appointmentId: appointment.id, decision: "accepted", reason: "" });
  const visit = await doctor.api.consultations.open({ appointmentId: appointment.id });
  await victim.api.consultations.send({
    consultationId: visit.id,
    clientMessageId: randomUUID(),
    text: secrets[1] ?? "",
  });
  const known = {
    patientId: victim.patient.id,
    specialistId,
    appointmentId: appointment.id,
    consultationId: visit.id,
    reportId: proof.id,
    proofReportId: proof.id,
    phone: victim.phone,
  };
  const attacker = async (role: Role, account: Account, token: string, insider = false): Promise<Attacker> => {
    const { socket } = await connect(url, token);
    return { role, account, token, line: socket, known, insider };
  };
  const staff = async (role: Role, name: string, insider = false): Promise<Attacker> => {
    const account = await demoAccount(url, name);
    return attacker(role, account, (await signInOverApi(url, account)).token, insider);
  };
  const attackers: Attacker[] = [
    { role: null, token: "", account: null, line: null, known, insider: false },
    await attacker("patient", victim, victim.token, true),
    await staff("specialist", "陈静宜", true),
    await staff("specialist", "周明远"),
    await staff("specialist", "孙丽华"),
    await staff("admin", "王雪梅"),
    await staff("admin", "赵国栋"),
  ];
  for (let i = 0; i < 8; i++) {
    const stranger = await newPatient(url, "路人");
    const own = { ...known, patientId: i % 2 ? stranger.patient.id : victim.patient.id };
    attackers.push({ ...(await attacker("patient", stranger, stranger.token)), known: own });
  }
  return { attackers, secrets };
}
