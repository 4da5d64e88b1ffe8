import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Api } from "../../fixtures/client.ts";
import { corpusFile } from "../../fixtures/corpus.ts";
import { until } from "../stack.ts";
import type { Crowd, Person } from "./crowd.ts";
import type { Booker } from "./workers.ts";

/** What is not as it was acknowledged, in words; each line is one. */
export interface Comparison {
  lost: string[];
  doubled: string[];
}
interface Sides {
  /** Who booked, uploaded and reported. */
  bookers: { booker: Booker; reportsBefore: number }[];
  doctor: Person;
  patient: Person;
  consultationId: string;
}

async function everyPage<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** Compares what the clients were told with what the API answers now. */
export async function compare(crowd: Crowd, sides: Sides): Promise<Comparison> {
  const found: Comparison = { lost: [], doubled: [] };
  await compareBookings(crowd, sides, found);
  await compareMessages(crowd, sides, found);
  await compareFiles(crowd, sides, found);
  await compareSignatures(crowd, sides, found);
  return found;
}

async function compareBookings(crowd: Crowd, { bookers }: Sides, { lost, doubled }: Comparison): Promise<void> {
  const all = (
    await Promise.all(
      bookers.map(async ({ booker }) => {
        const { api } = await booker.person.fresh();
        const page = (scope: "upcoming" | "past") =>
          everyPage((cursor) => api.appointments.mine({ scope, limit: 100, ...(cursor ? { cursor } : {}) }));
        return [...(await page("upcoming")), ...(await page("past"))];
      }),
    )
  ).flat();
  const byId = new Map(all.map((one) => [one.id, one]));
  for (const { id, start, cancelled } of crowd.said.bookings) {
    const one = byId.get(id);
    if (one?.start !== start || (one.status === "cancelled") !== cancelled)
      lost.push(
        `booking ${id} at ${start}, cancelled ${cancelled}: ${one ? `${one.start} ${one.status}` : "not there"}`,
      );
  }
  const known = new Set(crowd.said.bookings.map(({ id }) => id));
  for (const { id } of all) if (!known.has(id)) doubled.push(`booking ${id} was made and nobody was told`);
  const held = Map.groupBy(
    all.filter(({ status }) => status !== "cancelled"),
    (one) => `${one.specialist.id} ${one.start}`,
  );
  for (const [slot, ones] of held) if (ones.length > 1) doubled.push(`slot ${slot} is held ${ones.length} times`);
}

async function compareMessages(
  crowd: Crowd,
  { patient, consultationId }: Sides,
  { lost, doubled }: Comparison,
): Promise<void> {
  const { api } = await patient.fresh();
  const timeline = [];
  for (let afterSeq = 0; ;) {
    const { messages } = await api.consultations.messages({ consultationId, afterSeq, limit: 200 });
    if (messages.length === 0) break;
    timeline.push(...messages);
    afterSeq = messages.at(-1)?.seq ?? 0;
  }
  const byKey = Map.groupBy(
    timeline.filter(({ kind }) => kind === "text"),
    ({ clientMessageId }) => clientMessageId,
  );
  for (const { id, clientMessageId, text } of crowd.said.messages) {
    const ones = byKey.get(clientMessageId) ?? [];
    if (!ones.some((one) => one.id === id && one.text === text)) lost.push(`message ${id}`);
    if (ones.length > 1) doubled.push(`message ${clientMessageId} is there ${ones.length} times`);
  }
  const known = new Set(crowd.said.messages.map(({ clientMessageId }) => clientMessageId));
  for (const key of byKey.keys()) if (key === null || !known.has(key)) doubled.push(`message ${key} nobody knows of`);
  timeline.forEach(({ seq }, at) => {
    if (seq !== at + 1) lost.push(`place ${at + 1} of the timeline`);
  });
}

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The bytes of an upload as its owner gets them back. */
async function original(url: string, api: Api, fileId: string): Promise<string> {
  let link = "";
  await until(async () => {
    const file = await api.files.get({ fileId });
    link = file.original ?? "";
    return file.status === "ready";
  }, `file ${fileId} to be read`);
  return sha(new Uint8Array(await (await fetch(new URL(link, url))).arrayBuffer()));
}

async function compareFiles(crowd: Crowd, { bookers }: Sides, { lost, doubled }: Comparison): Promise<void> {
  const sent = sha(await readFile(corpusFile("photos/landscape_6.jpg")));
  for (const { booker, reportsBefore } of bookers) {
    const { api } = await booker.person.fresh();
    const { patientId } = booker;
    const reports = await everyPage((cursor) =>
      api.reports.ofPatient({ patientId, limit: 100, ...(cursor ? { cursor } : {}) }),
    );
    const mine = crowd.said.reports.filter((one) => one.patientId === patientId);
    const ids = new Set(reports.map(({ id }) => id));
    for (const { id } of mine) if (!ids.has(id)) lost.push(`report ${id}`);
    if (reports.length > mine.length + reportsBefore)
      doubled.push(`${reports.length - mine.length - reportsBefore} reports of patient ${patientId} too many`);
    for (const { fileId, uploadKey } of crowd.said.uploads.filter((one) => one.patientId === patientId)) {
      if ((await api.files.byKey({ uploadKey }))?.id !== fileId)
        doubled.push(`upload ${uploadKey} is another file now`);
      if ((await original(crowd.url, api, fileId)) !== sent) lost.push(`bytes of file ${fileId}`);
    }
  }
}

async function compareSignatures(crowd: Crowd, { doctor }: Sides, { lost }: Comparison): Promise<void> {
  for (const { consultationId, value } of crowd.said.signatures) {
    const { api } = await doctor.fresh();
    const note = await api.encounters.note({ consultationId });
    if (note.status !== "final" || note.signature?.value !== value || !note.signature.valid)
      lost.push(`signature of visit ${consultationId}`);
  }
}
