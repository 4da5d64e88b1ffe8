import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { migrate } from "../migrations/migrate.ts";
import { runCommand } from "../operator.ts";
import { KEY_REFRESH_MS, openKeyRing } from "../platform/key-ring.ts";
import { drainOldKeys, dropOldKeys, makeDataKeys, rotateMasterKey, type Rotation } from "../platform/key-rotation.ts";
import { loadMasterKeys } from "../platform/master-key.ts";

// rotate-keys: new data keys, and everything sealed anew under them, while the server runs or not. Run it again when it was cut off.
// --kek: a new master key instead (with MASTER_KEY set: the new one there, the old one in MASTER_KEY_PREVIOUS).
// --drop-old: deletes data keys that nothing is under any more.
const { values } = parseArgs({ options: { kek: { type: "boolean" }, "drop-old": { type: "boolean" } } });

await runCommand({}, async ({ env, services, database, say }) => {
  await migrate(services);
  if (values.kek) {
    const { keys, masterKeyId } = await rotateMasterKey({ env });
    say(`${keys} data keys are now under master key ${masterKeyId}. Back it up. Older backups need the older key.`);
    return 0;
  }
  const rotation: Rotation = {
    env,
    ring: await openKeyRing(() => loadMasterKeys(env), services.now()),
    stores: [services.objects, services.uploads],
    now: services.now,
    async spread() {
      await services.keys.refresh();
      if (database.running !== false) await setTimeout(3 * KEY_REFRESH_MS);
    },
  };
  if (values["drop-old"]) {
    const dropped = await dropOldKeys(rotation);
    say(dropped.length > 0 ? `deleted: ${dropped.join(", ")}` : "no key is without use");
    return 0;
  }
  const made = await makeDataKeys(rotation);
  say(made.length > 0 ? `new: ${made.join(", ")}` : "going on with the last rotation");
  const { texts, objects, failed, left } = await drainOldKeys(rotation);
  say(`sealed anew: ${texts} texts, ${objects} objects`);
  for (const key of failed) say(`cannot be read: ${key}`);
  if (left.length > 0) say(`still in use: ${left.join(", ")}; run it again`);
  return failed.length + left.length === 0 ? 0 : 1;
});
