import { numbersSaid } from "../support/bench-numbers.ts";
import { runFuzz } from "../support/fuzz.ts";
import { startStack } from "../support/stack.ts";

// requests: sent as nobody, patients, specialists and admins to every endpoint, command and path, from seeded dice and the
// corpora. status5xx: answers of 500 and more. hangs: no answer in 10 s. broken: the line broke unanswered. leaked: a
// stranger was shown the victim's words. limited: turned away by a rate limit before anything was tried.
const { requests, seed } = numbersSaid({ requests: 20_000, seed: 1 });
const stack = await startStack({ TRUST_PROXY: "1", LOG_LEVEL: "error" });
let complaints = 0;
const complain = (line: string) => {
  complaints += 1;
  if (complaints <= 40) process.stderr.write(`${line}\n`);
};
try {
  const began = performance.now();
  const { statuses, ...result } = await runFuzz(stack.url, { requests, seed, complain });
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`${JSON.stringify({ seed, seconds, statuses })}\n`);
  const alive = await fetch(`${stack.url}/readyz`).then(({ ok }) => ok);
  console.log(JSON.stringify({ name: "fuzz", ...result }));
  if (!alive || result.status5xx + result.hangs + result.broken + result.leaked > 0) process.exitCode = 1;
} finally {
  await stack.stop();
}
