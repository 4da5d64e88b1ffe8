/** Set by `test --long`: journeys that try much of one kind then try all of it. Read here alone. */
export const long = process.env.TEST_LONG === "1";
