import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Slot } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { Refusal } from "../../fixtures/client.ts";
import { corpusFile } from "../../fixtures/corpus.ts";
import { connect, emit, type Line } from "../../fixtures/socket.ts";
import type { Crowd, Person } from "./crowd.ts";

/** A patient with a proof of the diagnosis on file. */
export interface Booker {
  person: Person;
  patientId: string;
  proofReportId: string;
}

/** Free slots of a specialist, asked for again when they run out; null when all are taken. */
export function slotsOf(
  crowd: Crowd,
  { person }: Booker,
  { specialistId, days }: { specialistId: string; days: number },
): () => Promise<Slot | null> {
  let left: Slot[] = [];
  return async () => {
    if (left.length === 0) {
      const { api } = await person.fresh();
      const offered = await crowd.sure(() => api.appointments.slots({ specialistId, days }));
      // From tomorrow on, so that each may be cancelled.
      left = offered.slice(1).flatMap((day) => day.slots.filter((slot) => slot.free));
    }
    return left.shift() ?? null;
  };
}

async function book(crowd: Crowd, booker: Booker, specialistId: string, start: string) {
  const { api } = await booker.person.fresh();
  const requestKey = randomUUID();
  const { patientId, proofReportId } = booker;
  const wish = {
    requestKey,
    patientId,
    specialistId,
    start,
    proofReportId,
    disease: "慢性肾小球肾炎",
    diagnosedAt: "北京协和桥医院",
  };
  const { id } = await crowd.sure(() => api.appointments.book(wish));
  const booking = { id, requestKey, start, specialistId, cancelled: false };
  crowd.said.bookings.push(booking);
  return booking;
}

/** Books with one specialist after the other. */
export async function keepBooking(crowd: Crowd, booker: Booker, specialistIds: readonly string[]): Promise<void> {
  for (const specialistId of specialistIds) await bookOut(crowd, booker, specialistId);
}

/** Visits one person keeps at a time, below what the demo hospital lets one hold (R42). */
const KEPT = 15;

/** Books, and calls the oldest visit off when there are many, which frees its slot for later. */
async function bookOut(crowd: Crowd, booker: Booker, specialistId: string): Promise<void> {
  const next = slotsOf(crowd, booker, { specialistId, days: 31 });
  const kept: Awaited<ReturnType<typeof book>>[] = [];
  while (!crowd.closing) {
    const slot = await next();
    if (!slot) return;
    kept.push(await book(crowd, booker, specialistId, slot.start));
    const oldest = kept.length > KEPT ? kept.shift() : undefined;
    if (oldest) await callOff(crowd, booker, oldest);
  }
}

async function callOff(crowd: Crowd, { person }: Booker, booking: Awaited<ReturnType<typeof book>>): Promise<void> {
  const { api } = await person.fresh();
  await crowd.sure(() =>
    api.appointments.cancel({ appointmentId: booking.id, reason: "临时有事" }).catch((error: unknown) => {
      // The answer to the first request was lost: it had been carried out.
      if (!(error instanceof Refusal && error.problem.code === "already_cancelled")) throw error;
    }),
  );
  booking.cancelled = true;
}

/** Fast enough to have one under way at any moment, below the limit of packets of a connection. */
const PACE_MS = 30;

/** Talks over a live connection that is made anew whenever it breaks. */
export async function keepTalking(crowd: Crowd, person: Person, consultationId: string): Promise<void> {
  const held: { line?: Line } = {};
  const connected = async (): Promise<Line> => {
    if (held.line?.connected) return held.line;
    held.line?.disconnect();
    const { token } = await person.fresh();
    const { socket } = await connect(crowd.url, token);
    const joined = await emit(socket, "consultation:join", { consultationId });
    if (!joined.ok) throw new Refusal(joined.problem);
    return (held.line = socket);
  };
  for (let turn = 0; !crowd.closing; turn++) {
    const message = { clientMessageId: randomUUID(), text: `第 ${turn} 句` };
    const id = await crowd.sure(async () => {
      const ack = await emit(await connected(), "message:send", { consultationId, ...message });
      if (!ack.ok) throw new Refusal(ack.problem);
      return ack.data.id;
    });
    crowd.said.messages.push({ id, ...message });
    await pause(PACE_MS);
  }
  held.line?.disconnect();
}

const CHUNK = 48 * 1024;

/** One file by tus in small pieces: after a broken line it goes on where the server says it is. Answers its id. */
async function upload(crowd: Crowd, { person, patientId }: Booker, content: Buffer): Promise<string> {
  const uploadKey = randomUUID();
  const metadata = Object.entries({ uploadKey, filename: "化验单.jpg", patientId })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");
  const send = async (
    method: string,
    at: string,
    headers: Record<string, string>,
    body?: Buffer<ArrayBuffer>,
  ): Promise<Response> => {
    const { token } = await person.fresh();
    const init = { method, headers: { authorization: `Bearer ${token}`, "tus-resumable": "1.0.0", ...headers } };
    const response = await fetch(new URL(at, crowd.url), body ? { ...init, body } : init);
    if (response.status >= 500 || response.status === 429) throw new Error(`upload answered ${response.status}`);
    return response;
  };
  const length = String(content.length);
  await crowd.sure(async () => {
    const created = await send("POST", "/api/uploads", { "upload-length": length, "upload-metadata": metadata });
    const at = created.headers.get("location") ?? "";
    for (;;) {
      const head = await send("HEAD", at, {});
      const offset = Number(head.headers.get("upload-offset"));
      if (offset >= content.length) return;
      const headers = { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
      await send("PATCH", at, headers, Buffer.from(content.subarray(offset, offset + CHUNK)));
    }
  });
  const { api } = await person.fresh();
  const file = await crowd.sure(() => api.files.byKey({ uploadKey }));
  if (!file) throw new Error("an upload that was acknowledged is not known by its key");
  crowd.said.uploads.push({ fileId: file.id, uploadKey, patientId });
  return file.id;
}

/** Uploads photos and puts each into a report. */
export async function keepUploading(crowd: Crowd, booker: Booker): Promise<void> {
  const content = await readFile(corpusFile("photos/landscape_6.jpg"));
  while (!crowd.closing) {
    const fileId = await upload(crowd, booker, content);
    const { api } = await booker.person.fresh();
    const requestKey = randomUUID();
    const paper = {
      category: "laboratory" as const,
      title: "肾功能",
      issuedOn: "2026-11-02",
      performer: "鸡西市人民医院",
    };
    const report = await crowd.sure(() =>
      api.reports.add({ requestKey, patientId: booker.patientId, fileIds: [fileId], ...paper }),
    );
    crowd.said.reports.push({ id: report.id, requestKey, patientId: booker.patientId });
    await pause(20 * PACE_MS);
  }
}

const NOTE = {
  chiefComplaint: "复查",
  presentIllness: "平稳",
  plan: "三月后复查",
  diagnoses: [{ code: "N03", display: "" }],
};

/** Visits from the booking to the signed note. */
export async function keepSigning(
  crowd: Crowd,
  booker: Booker,
  { doctor, specialistId }: { doctor: Person; specialistId: string },
): Promise<void> {
  // The demo hospital opens visits up to 14 days ahead.
  const next = slotsOf(crowd, booker, { specialistId, days: 13 });
  while (!crowd.closing) {
    const slot = await next();
    if (!slot) return;
    const { id: appointmentId } = await book(crowd, booker, specialistId, slot.start);
    const { api } = await doctor.fresh();
    await crowd.sure(() => api.appointments.judge({ appointmentId, decision: "accepted", reason: "" }));
    const { id: consultationId } = await crowd.sure(() => api.consultations.open({ appointmentId }));
    await crowd.sure(() => api.encounters.saveNote({ consultationId, expectedVersion: 0, ...NOTE }));
    const signed = await crowd.sure(() => api.encounters.signNote({ consultationId, expectedVersion: 1 }));
    crowd.said.signatures.push({ consultationId, value: signed.signature?.value ?? "" });
  }
}
