import { superviseEmbeddedMongo } from "../src/index.ts";

/** A stand-in for the application in supervise.test.ts, there to be killed. */
const database = await superviseEmbeddedMongo({ dataDir: process.argv[2] ?? "" });
process.send?.({ pid: database.pid() });
