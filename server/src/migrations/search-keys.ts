import type { BaseServices } from "../platform/context.ts";
import { changeRows, rowsOf } from "../platform/raw-rows.ts";
import { searchKeysOf } from "../modules/specialists/search-keys.ts";

/**
 * Specialists of earlier releases are found by their names and the wording of their diseases alone. What the tables of
 * diseases learn later reaches stored keys when this is run once more, under another name.
 */
export async function widenSearchKeys(_services: BaseServices): Promise<number> {
  let rows = 0;
  for await (const { _id, name, diseases } of rowsOf("specialists")) {
    const profile = { name: String(name), diseases: Array.isArray(diseases) ? diseases.map(String) : [] };
    rows += await changeRows("specialists", { _id, name, diseases }, { searchKeys: searchKeysOf(profile) });
  }
  return rows;
}
