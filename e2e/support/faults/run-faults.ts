import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { addReport, newPatient } from "../../fixtures/patient-data.ts";
import { demoAccount } from "../../fixtures/sign-in.ts";
import { openVisit } from "../../fixtures/visit.ts";
import { isReady, startStack, until, type Stack } from "../stack.ts";
import { compare } from "./compare.ts";
import { Crowd, personOf } from "./crowd.ts";
import { checkData, databaseOf } from "./kill.ts";
import { keepBooking, keepSigning, keepTalking, keepUploading, type Booker } from "./workers.ts";

/** What came of it; `lost` and `doubled` in words, empty when all is well. */
export interface FaultsReport {
  kills: number;
  serverKills: number;
  databaseKills: number;
  acknowledged: number;
  byKind: Record<string, number>;
  resent: number;
  /** Faults that the server said of itself (500): a line of its log for each. */
  internal: string[];
  lost: string[];
  doubled: string[];
  /** Rows that check-data found broken after one of the restarts. */
  broken: string[];
}

/** Of four kills one, the first of them, takes the database alone, while the server lives on. */
const DATABASE_EVERY = 4;
/** Acknowledgements that a server must have given before it is killed: in the middle of work, never before it. */
const AT_LEAST = 4;

async function bookerOf(crowd: Crowd, name: string): Promise<{ booker: Booker; reportsBefore: number }> {
  const account = await newPatient(crowd.url, name);
  const proof = await addReport(crowd.url, account, "diagnosis-proof", ["photos/landscape_1.jpg"]);
  const booker = { person: personOf(crowd, account), patientId: account.patient.id, proofReportId: proof.id };
  return { booker, reportsBefore: 1 };
}

async function doctorOf(crowd: Crowd, name: string) {
  const doctor = personOf(crowd, await demoAccount(crowd.url, name));
  const { api } = await doctor.fresh();
  return { doctor, specialistId: (await api.accounts.me()).specialistId ?? "" };
}

const faultsIn = (log: string): string[] => {
  const lines = log.split("\n").filter((line) => /"code":"internal"|"(request|upload) failed"/.test(line));
  return lines.length > 0 ? lines : ["a fault that the log does not tell of"];
};

async function killOne(stack: Stack, at: number): Promise<"server" | "database"> {
  const database = at % DATABASE_EVERY === 1 ? await databaseOf(stack.pid()) : null;
  if (database === null) {
    await stack.kill();
    await stack.start();
    return "server";
  }
  process.kill(database, "SIGKILL");
  await until(() => isReady(stack.url), "the database to be back");
  return "database";
}

/**
 * Kills server and database `kills` times at random moments while people book, cancel, talk, upload and sign; after each
 * restart check-data looks at everything, and at the end what was acknowledged is compared with what is there.
 */
export async function runFaults(kills: number, say: (line: string) => void): Promise<FaultsReport> {
  const stack = await startStack({ LOG_LEVEL: "warn" });
  try {
    const crowd = new Crowd(stack.url);
    const visit = await openVisit(stack.url, "周建华");
    const patient = personOf(crowd, visit.owner);
    const chen = await doctorOf(crowd, "陈静宜");
    const bookers = [await bookerOf(crowd, "王秀兰"), await bookerOf(crowd, "李志强")];
    const others = [];
    for (const name of ["周明远", "林书瑶", "吴海峰"]) others.push((await doctorOf(crowd, name)).specialistId);
    const [first, second] = bookers;
    if (!first || !second) throw new Error("nobody to book");
    const working = Promise.all([
      keepBooking(crowd, first.booker, others),
      keepTalking(crowd, patient, visit.consultationId),
      keepTalking(crowd, chen.doctor, visit.consultationId),
      keepUploading(crowd, first.booker),
      keepSigning(crowd, second.booker, chen),
    ]);
    // A refusal ends the run at once instead of at its end.
    let refused: unknown;
    working.catch((error: unknown) => (refused = error));

    const count = { server: 0, database: 0 };
    const broken = new Set<string>();
    let checking: Promise<string[]> = Promise.resolve([]);
    for (let kill = 1; kill <= kills; kill++) {
      const before = crowd.acknowledged;
      await until(() => refused !== undefined || crowd.acknowledged >= before + AT_LEAST, "work to be done");
      if (refused !== undefined) throw refused;
      for (const line of await checking) broken.add(line);
      await pause(randomInt(300));
      count[await killOne(stack, kill)] += 1;
      checking = checkData(stack.dataDir);
      if (kill % 10 === 0)
        say(`${kill} kills, ${crowd.acknowledged} acknowledged, ${crowd.resent} asked again, ${broken.size} broken`);
    }
    for (const line of await checking) broken.add(line);
    crowd.closing = true;
    await working;
    for (const line of await checkData(stack.dataDir, "--deep")) broken.add(line);
    const sides = { bookers, doctor: chen.doctor, patient, consultationId: visit.consultationId };
    const found = await compare(crowd, sides);
    return {
      kills,
      serverKills: count.server,
      databaseKills: count.database,
      acknowledged: crowd.acknowledged,
      byKind: Object.fromEntries(Object.entries(crowd.said).map(([kind, list]) => [kind, list.length])),
      resent: crowd.resent,
      internal: crowd.internal === 0 ? [] : faultsIn(stack.log()),
      ...found,
      broken: [...broken],
    };
  } finally {
    await stack.stop();
  }
}
