/** What the week grid can be narrowed to; `none` has never saved one. */
export const scheduleStates = ["none", "draft", "published"] as const;
