import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";

/** Somebody who may book, as server/bench/seed-booking.ts makes them. */
export interface Booker {
  patientId: string;
  proofReportId: string;
  token: string;
}
export interface Wish {
  booker: Booker;
  specialistId: string;
  start: string;
}
export interface Answer {
  status: number;
  code: string | null;
  ms: number;
}

// Sockets that rest are closed before a server closes them (5 s), or the next call would meet the end of one.
const agent = new Agent({ keepAlive: true, maxSockets: 2000, timeout: 3000 });

/** Every person behind an address of their own: the stack trusts one proxy. */
const addressOf = (index: number) => `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

/** Plain and cheap, so that the client is not what is measured. */
function post(url: string, body: object, headers: Record<string, string>): Promise<Answer> {
  const began = performance.now();
  const bytes = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": bytes.length, ...headers },
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.once("error", reject);
        res.once("end", () => {
          const status = res.statusCode ?? 0;
          const ms = performance.now() - began;
          if (status < 400) return resolve({ status, code: null, ms });
          const { code } = JSON.parse(Buffer.concat(chunks).toString() || "{}") as { code?: string };
          return resolve({ status, code: code ?? null, ms });
        });
      },
    );
    req.once("error", reject);
    req.end(bytes);
  });
}

export type Book = (wish: Wish, index: number) => Promise<Answer>;

export const bookAt =
  (url: string): Book =>
  ({ booker, specialistId, start }, index) =>
    post(
      `${url}/api/appointments`,
      {
        requestKey: randomUUID(),
        patientId: booker.patientId,
        specialistId,
        start,
        disease: "慢性肾小球肾炎",
        diagnosedAt: "量程医院",
        proofReportId: booker.proofReportId,
        reportIds: [],
        message: "最近泡沫尿多",
      },
      { authorization: `Bearer ${booker.token}`, "x-forwarded-for": addressOf(index) },
    );

export const bookBare =
  (url: string): Book =>
  ({ booker, specialistId, start }) =>
    post(`${url}/appointments`, { specialistId, start, patientId: booker.patientId }, {});

/** All of them within so many milliseconds, at random moments. */
export const rush = (wishes: readonly Wish[], book: Book, withinMs: number): Promise<Answer[]> =>
  Promise.all(
    wishes.map(async (wish, index) => {
      await setTimeout(Math.random() * withinMs);
      return book(wish, index);
    }),
  );

/** So many lanes, each of which books the next wish when the last is answered. Answers how many a second were booked. */
export async function bookInLanes(
  next: () => [Wish, number],
  book: Book,
  { lanes, seconds }: { lanes: number; seconds: number },
): Promise<{ perSecond: number; booked: number; others: string[] }> {
  const began = performance.now();
  let booked = 0;
  const others: string[] = [];
  const lane = async () => {
    while (performance.now() - began < seconds * 1000) {
      const { status, code } = await book(...next());
      if (status === 201) booked += 1;
      else others.push(code ?? String(status));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { perSecond: booked / ((performance.now() - began) / 1000), booked, others };
}

export function percentile(answers: readonly Answer[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
}
