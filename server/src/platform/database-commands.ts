import { databaseClients } from "./transaction-pool.ts";

/** A database command by name and collection, without its contents. */
export interface DatabaseCommand {
  name: string;
  collection: string;
}

/**
 * Calls `begin` when a command is sent, in the async context of its sender, and calls the function it returned when the
 * reply arrives. The connection must be opened with `monitorCommands`. Answers a function that stops watching.
 */
export function watchCommands(begin: (command: DatabaseCommand) => (ok: boolean) => void): () => void {
  const clients = databaseClients();
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
  for (const client of clients)
    client.on("commandStarted", started).on("commandSucceeded", succeeded).on("commandFailed", failed);
  return () => {
    for (const client of clients)
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
