/** Told to operators; goes up with what is released. */
export const version = "0.4.0";
