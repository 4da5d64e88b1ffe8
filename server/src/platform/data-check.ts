import type { Services } from "./context.ts";

/** What a check receives and where it reports. */
export interface Look {
  services: Services;
  /** Also read every byte of every object. */
  deep: boolean;
  /** Rows looked at. */
  saw(rows?: number): void;
  /** A row that breaks the invariant, by its id; `why` holds ids, counts and codes, never what people wrote. */
  broken(row: string, why: string): void;
}

/** One invariant of the stored data. Goes through its rows in batches and changes nothing. */
export interface DataCheck {
  /** `appointments.slot-held-once`: the slice, then the rule. */
  name: string;
  run(look: Look): Promise<void>;
}

export interface CheckResult {
  name: string;
  rows: number;
  broken: { row: string; why: string }[];
}

async function runOnce(check: DataCheck, services: Services, deep: boolean): Promise<CheckResult> {
  const result: CheckResult = { name: check.name, rows: 0, broken: [] };
  await check.run({
    services,
    deep,
    saw: (rows = 1) => void (result.rows += rows),
    broken: (row, why) => void result.broken.push({ row, why }),
  });
  return result;
}

/**
 * Runs the checks one after the other. Each finding is checked a second time, because beside a running server a check
 * that reads two collections may see one before and one after a change, but not twice in the same way.
 */
export async function* runDataChecks(
  checks: readonly DataCheck[],
  services: Services,
  { deep = false }: { deep?: boolean } = {},
): AsyncGenerator<CheckResult> {
  for (const check of checks) {
    const first = await runOnce(check, services, deep);
    if (first.broken.length === 0) {
      yield first;
      continue;
    }
    const again = await runOnce(check, services, deep);
    const before = new Set(first.broken.map(({ row, why }) => `${row} ${why}`));
    yield { ...again, broken: again.broken.filter(({ row, why }) => before.has(`${row} ${why}`)) };
  }
}
