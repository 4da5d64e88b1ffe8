/** A row without what the server does about it in its own time: how far somebody has been tried to be reached. */
export function asWritten(collection: string, row: Record<string, unknown>): Record<string, unknown> {
  if (collection !== "reach") return row;
  const { _id, userId, matter, fact } = row;
  return { _id, userId, matter, fact };
}
