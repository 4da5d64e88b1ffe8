import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { addReport, newPatient, type PatientAccount } from "../fixtures/patient-data.ts";
import { things, type Neighbour } from "./neighbour-things.ts";

/** What the neighbour has under way at any moment. */
const AT_ONCE = 100;
/** Between two calls of the ordinary person. */
const PAUSE_MS = 30;

interface Waits {
  p99: number;
  worst: number;
  calls: number;
  /** Of them, answered otherwise than with what was asked for. */
  refused: number;
}

export interface NeighboursResult {
  worst_wait_ms_p99: number;
  worst_thing: string;
  things: number;
  baseline_p99: number;
  refused: number;
  per_thing: Record<string, Waits & { answered: Record<string, number> }>;
}

/** Times an ordinary person's calls while a neighbour does each of the things. The stack trusts one proxy. */
export async function runNeighbours(
  url: string,
  { seconds, only, tell }: { seconds: number; only: string | undefined; tell: (line: string) => void },
): Promise<NeighboursResult> {
  const person = await newPatient(url);
  await addReport(url, person, "laboratory", ["photos/landscape_6.jpg"]);
  const script = await largestScript();
  // Warm-up: what a first use compiles or loads is not what is measured here.
  await ordinaryLife(url, person, 2);
  const baseline = await ordinaryLife(url, person, seconds);
  const per: NeighboursResult["per_thing"] = {};
  let worst = { thing: "", p99: 0 };
  for (const [index, thing] of Object.keys(things).entries()) {
    if (only && !thing.includes(only)) continue;
    const neighbour = await makeNeighbour(url, `10.77.${index}.1`, script);
    const worker = new Worker(new URL("./neighbour-thread.ts", import.meta.url), {
      workerData: { neighbour, thing, atOnce: AT_ONCE },
    });
    // The neighbour's first request counts too.
    const waits = await ordinaryLife(url, person, seconds);
    const answered = await new Promise<Record<string, number>>((resolve, reject) => {
      worker.once("message", resolve).once("error", reject);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of ours, not a window
      worker.postMessage("stop");
    });
    await worker.terminate();
    per[thing] = { ...waits, answered };
    tell(`${thing}: ${JSON.stringify(per[thing])}`);
    if (waits.p99 > worst.p99) worst = { thing, p99: waits.p99 };
  }
  return {
    worst_wait_ms_p99: worst.p99,
    worst_thing: worst.thing,
    things: Object.keys(per).length,
    baseline_p99: baseline.p99,
    refused: Object.values(per).reduce((sum, { refused }) => sum + refused, baseline.refused),
    per_thing: per,
  };
}

/** What a person looks at, one after the other, each call timed to its last byte. */
async function ordinaryLife(url: string, { token, patient }: PatientAccount, seconds: number): Promise<Waits> {
  const paths = [
    "/accounts/me",
    "/patients",
    "/appointments?scope=upcoming",
    "/notifications",
    `/patients/${patient.id}/reports`,
  ];
  const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": "10.1.2.3" };
  const waits: number[] = [];
  let refused = 0;
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const began = performance.now();
    const reply = await fetch(`${url}/api${paths[waits.length % paths.length]}`, { headers });
    await reply.arrayBuffer();
    waits.push(performance.now() - began);
    if (!reply.ok) refused += 1;
    await setTimeout(PAUSE_MS);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  return { p99: at(0.99), worst: at(1), calls: sorted.length, refused };
}

/** A new account, so that no thing suffers from the limits of the one before. */
async function makeNeighbour(url: string, address: string, script: string): Promise<Neighbour> {
  const account = await newPatient(url, "路人乙");
  const report = await addReport(url, account, "laboratory", ["photos/landscape_6.jpg"]);
  const { items } = await account.api.specialists.search({});
  return {
    url,
    token: account.token,
    userId: (await account.api.accounts.me()).id,
    patientId: account.patient.id,
    address,
    picture: report.files[0]?.pages[0]?.display ?? "",
    specialistIds: items.map(({ id }) => id).slice(0, 20),
    script,
  };
}

async function largestScript(): Promise<string> {
  const folder = path.resolve(import.meta.dirname, "..", "..", "client", "dist", "assets");
  const scripts = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const sizes = await Promise.all(
    scripts.map(async (name) => ({ name, size: (await stat(path.join(folder, name))).size })),
  );
  return `/assets/${sizes.toSorted((a, b) => b.size - a.size)[0]?.name ?? ""}`;
}
