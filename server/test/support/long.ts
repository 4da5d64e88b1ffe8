/** Set by `test --long`: suites that try much of one kind then try all of it. Read here alone. */
export const long = process.env.TEST_LONG === "1";

/** All in a long run, else so many from one end of the list to the other. */
export const someOf = <T>(all: readonly T[], count: number): T[] =>
  long
    ? [...all]
    : all.filter(
        (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
      );
