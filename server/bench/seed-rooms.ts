import { parseArgs } from "node:util";
import pLimit from "p-limit";
import { runCommand } from "../src/operator.ts";
import { seedHospital, seedRoom, type SeededRoom } from "./seed-room.ts";

// Open visits of people who have never met anybody else, written as their slices write them and told to nobody: what a bench
// of the chat needs, in seconds, and past what an account or address may do. Prints one JSON line with the tokens of both sides.
const { values } = parseArgs({ options: { rooms: { type: "string" } } });

await runCommand({}, async ({ services }) => {
  const hospital = await seedHospital(services);
  const lanes = pLimit(16);
  const rooms: SeededRoom[] = await Promise.all(
    Array.from({ length: Number(values.rooms ?? 500) }, (_, index) => lanes(() => seedRoom(services, hospital, index))),
  );
  // Taken by the reader before the process ends: it is more than a pipe holds.
  await new Promise((taken) => process.stdout.write(`${JSON.stringify(rooms)}\n`, taken));
  return 0;
});
