import { numbersSaid } from "../support/bench-numbers.ts";
import { runFaults } from "../support/faults/run-faults.ts";

// kills: SIGKILLs of the server, every fourth of its database alone, at random moments under load (--kills N; 100).
// acknowledged: bookings, messages, uploads, reports and signatures that the server said were done.
// lost: acknowledged and not there, or not as acknowledged; doubled: there more often than asked for.
// broken: rows that check-data named after one of the restarts.
const said = numbersSaid({ kills: 100 });
const began = performance.now();
const report = await runFaults(said.kills, (line) => console.error(line));
for (const line of [...report.lost, ...report.doubled, ...report.broken, ...report.internal].slice(0, 50))
  console.error(line);
const [lost, doubled, broken] = [report.lost.length, report.doubled.length, report.broken.length];
console.log(
  JSON.stringify({
    name: "faults",
    kills: report.kills,
    acknowledged: report.acknowledged,
    lost,
    doubled,
    broken,
    server_kills: report.serverKills,
    database_kills: report.databaseKills,
    ...report.byKind,
    asked_again: report.resent,
    status500: report.internal.length,
    seconds: Math.round((performance.now() - began) / 1000),
  }),
);
process.exit(lost + doubled + broken + report.internal.length === 0 ? 0 : 1);
