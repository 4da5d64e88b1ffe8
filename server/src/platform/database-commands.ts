import mongoose from "mongoose";

/** A command to the database by its name and collection; what it asks or writes is not told. */
export interface DatabaseCommand {
  name: string;
  collection: string;
}

/**
 * Calls `begin` as each command leaves, in the async context of who sent it, and what it answers as the reply is there.
 * The connection must have been opened with `monitorCommands`. Answers how to stop.
 */
export function watchCommands(begin: (command: DatabaseCommand) => (ok: boolean) => void): () => void {
  const client = mongoose.connection.getClient();
  const underWay = new Map<string, (ok: boolean) => void>();
  const keyOf = (event: { connectionId: string | number | undefined; requestId: number }) =>
    `${event.connectionId}/${event.requestId}`;
  const settle = (event: Parameters<typeof keyOf>[0], ok: boolean) => {
    underWay.get(keyOf(event))?.(ok);
    underWay.delete(keyOf(event));
  };
  const started = (event: StartedEvent) => {
    const target: unknown = event.command[event.commandName];
    const collection = typeof target === "string" ? target : "";
    underWay.set(keyOf(event), begin({ name: event.commandName, collection }));
  };
  const succeeded = (event: Parameters<typeof keyOf>[0]) => settle(event, true);
  const failed = (event: Parameters<typeof keyOf>[0]) => settle(event, false);
  client.on("commandStarted", started).on("commandSucceeded", succeeded).on("commandFailed", failed);
  return () => {
    client.off("commandStarted", started).off("commandSucceeded", succeeded).off("commandFailed", failed);
    underWay.clear();
  };
}

interface StartedEvent {
  connectionId: string | number | undefined;
  requestId: number;
  commandName: string;
  command: Record<string, unknown>;
}
