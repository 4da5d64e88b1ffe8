import { startEmbeddedMongo } from "./start.ts";

/**
 * Entry of the supervised process. Everything it is told comes over the IPC channel, and the end of that channel is
 * the end of the process: however the parent dies, no orphan keeps the data's lock.
 */
const send = (message: unknown): void => {
  process.send?.(message, (error: unknown) => {
    // The channel may have ended before there was anybody here to hear of it.
    if (error !== null && error !== undefined) stop();
  });
};

interface StartMessage {
  dataDir: string;
  socketPath: string;
}

const isStart = (message: unknown): message is StartMessage =>
  typeof message === "object" && message !== null && "dataDir" in message && "socketPath" in message;

let close: (() => Promise<void>) | undefined;

const stop = (): void => {
  void (close?.() ?? Promise.resolve()).finally(() => process.exit(0));
};

process.on("message", (message) => {
  if (typeof message === "object" && message !== null && "ask" in message) send({ alive: true });
  if (!isStart(message) || close !== undefined) return;
  startEmbeddedMongo({
    dataDir: message.dataDir,
    socketPath: message.socketPath,
    log: (line) => send({ log: line }),
    long: (begun) => send({ long: begun }),
  }).then(
    (server) => {
      close = server.close;
      send({ ready: true });
    },
    (error: unknown) => {
      send({ failed: error instanceof Error ? error.message : "unknown error" });
      process.exit(1);
    },
  );
});
process.on("disconnect", stop);
process.on("SIGTERM", stop);
// Ctrl-C goes to the whole process group; the parent decides when to stop its database.
process.on("SIGINT", () => undefined);
send({ online: true });
