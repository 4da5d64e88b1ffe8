import mongoose from "mongoose";
import { runCommand } from "../src/operator.ts";

// Commands that the database of DATA_DIR has answered since it began, of whatever process.
await runCommand({}, async ({ say }) => {
  const status = await mongoose.connection.db?.admin().command({ serverStatus: 1 });
  say(String((status?.network as { numRequests: number } | undefined)?.numRequests ?? 0));
  return 0;
});
