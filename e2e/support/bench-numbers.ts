import { loadavg } from "node:os";
import { parseArgs } from "node:util";

/** Numbers of a bench's command line (`--rate 300`) by their names, each with what it is where nothing is said; throws for what is none. */
export function numbersSaid<K extends string>(unlessSaid: Readonly<Record<K, number>>): Record<K, number> {
  const names = Object.keys(unlessSaid) as K[];
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
  });
  const said = names.map((name) => [name, Number(values[name] ?? unlessSaid[name])] as const);
  for (const [name, value] of said) if (Number.isNaN(value)) throw new Error(`--${name} wants a number`);
  return Object.fromEntries(said) as Record<K, number>;
}

/** Of the machine, so that a figure taken on a busy one is known for what it is. */
export const load = () => Math.round((loadavg()[0] ?? 0) * 10) / 10;
export const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
/** To the third place. */
export const round = (number: number) => Math.round(number * 1000) / 1000;
