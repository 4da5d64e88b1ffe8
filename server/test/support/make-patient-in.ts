import { makePatient, type TestPatient } from "./make-patient.ts";
import { startTestApp } from "./test-app.ts";

/** A patient in the data folder of a server that is to be started: it sends no text messages to sign up by. */
export async function makePatientIn(dataDir: string): Promise<TestPatient> {
  const app = await startTestApp({ dataDir });
  const patient = await makePatient(app);
  await app.settled();
  await app.close();
  return patient;
}
