import { load, numbersSaid } from "../support/bench-numbers.ts";
import { runChaosChat } from "../support/faults/run-chaos-chat.ts";

// faults: lines cut without a word, pages reloaded and SIGKILLs of the server, at random moments of a talk of both sides
// (--faults N; 100). messages: acknowledged to their writers (--messages N; 2000, half of each side). lost: acknowledged, or a place
// of the timeline, and not on a side's page at the end; doubled: stored twice, or heard twice on one line; disordered: heard after a
// later one on one line, or stored in another order than its writer wrote it.
const said = numbersSaid({ faults: 100, messages: 2000 });
const began = performance.now();
const report = await runChaosChat(said, (line) => process.stderr.write(`${line}\n`));
const { lost, doubled, disordered, lines, messages } = report;
for (const line of [...lost, ...doubled, ...disordered].slice(0, 50)) process.stderr.write(`${line}\n`);
const { cut, reload, kill } = report.faults;
console.log(
  JSON.stringify({
    name: "chaos-chat",
    faults: cut + reload + kill,
    messages,
    lost: lost.length,
    doubled: doubled.length,
    disordered: disordered.length,
    cuts: cut,
    reloads: reload,
    kills: kill,
    lines,
    seconds: Math.round((performance.now() - began) / 1000),
    load: load(),
  }),
);
process.exit(messages === said.messages && lost.length + doubled.length + disordered.length === 0 ? 0 : 1);
