import type { DeskFilter } from "./DeskFilters.tsx";

/** A filter by one of a few values that each have a word. */
export const filterByWord = <Value extends string>(
  key: string,
  label: string,
  values: readonly Value[],
  words: Readonly<Record<Value, string>>,
): DeskFilter => ({ key, label, options: values.map((value) => ({ value, label: words[value] })) });

/** A filter by things that have a name of their own. */
export const filterByName = (
  key: string,
  label: string,
  things: readonly { id: string; name: string }[],
): DeskFilter => ({ key, label, options: things.map(({ id, name }) => ({ value: id, label: name })) });
