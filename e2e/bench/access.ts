import { walkCommands, walkEndpoints } from "../fixtures/access-walk.ts";
import { everybodyOf, makeOwner, strangersOf } from "../fixtures/owner.ts";
import { startStack } from "../support/stack.ts";

// cells: every endpoint and socket command of the contract by everybody there is (roles, duties, own, same organisation,
// other organisation, stranger, nobody), over the wire against the built server, with the real ids of one owner.
// wrongly_allowed: cells where the access rule, the policy or the answer gave what the table does not (let in, or told).
// --small: the strangers alone.
const small = process.argv.includes("--small");
const stack = await startStack({ LOG_LEVEL: "warn", DEMO: "true" });
try {
  const owner = await makeOwner(stack.url);
  const callers = small ? await strangersOf(stack.url) : await everybodyOf(stack.url, owner);
  const walks = [await walkEndpoints(owner, callers), await walkCommands(stack.url, owner, callers)];
  const wronglyAllowed = walks.flatMap((walk) => walk.wronglyAllowed);
  const wronglyRefused = walks.flatMap((walk) => walk.wronglyRefused);
  const failed = walks.flatMap((walk) => walk.failed);
  for (const line of [...wronglyAllowed, ...wronglyRefused, ...failed]) console.error(line);
  console.log(
    JSON.stringify({
      name: "access",
      cells: walks.reduce((sum, walk) => sum + walk.cells, 0),
      wrongly_allowed: wronglyAllowed.length,
      wrongly_refused: wronglyRefused.length,
      failed: failed.length,
    }),
  );
  process.exitCode = wronglyAllowed.length + wronglyRefused.length + failed.length === 0 ? 0 : 1;
} finally {
  await stack.stop();
}
