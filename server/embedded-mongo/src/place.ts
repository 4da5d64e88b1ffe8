import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, including the end mark. */
const MAX_SOCKET_PATH = 100;

/** A directory that only this user can enter. */
export const privateDirectory = (path: string): string => {
  const absolute = resolve(path);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  chmodSync(absolute, 0o700);
  return absolute;
};

/** A fresh private directory, short enough for a socket even where TMPDIR is not. */
export const temporaryDirectory = (): string => mkdtempSync(join(tmpdir().length > 60 ? "/tmp" : tmpdir(), "emongo-"));

export interface SocketPlace {
  path: string;
  /** Removes what was made for the socket. */
  release: () => void;
}

const beside = (dataDir: string): string => join(dataDir, "mongo.sock");
/** Where the socket is told when it cannot lie beside the data. */
const noteOf = (dataDir: string): string => join(dataDir, "mongo.sock.path");
const fits = (path: string): boolean => Buffer.byteLength(path) <= MAX_SOCKET_PATH;

/** Beside the data, or in a short private directory when that path would be too long for a socket. */
export const socketPlace = (dataDir: string): SocketPlace => {
  const path = beside(dataDir);
  if (fits(path)) return { path, release: () => rmSync(path, { force: true }) };
  const directory = temporaryDirectory();
  const note = noteOf(dataDir);
  const elsewhere = join(directory, "mongo.sock");
  writeFileSync(note, elsewhere, { mode: 0o600 });
  return {
    path: elsewhere,
    release: () => {
      rmSync(directory, { recursive: true, force: true });
      rmSync(note, { force: true });
    },
  };
};

/** Where a server that runs on the directory listens; undefined when none has said so. */
export const knownSocket = (dataDir: string): string | undefined => {
  const path = beside(resolve(dataDir));
  if (fits(path)) return path;
  try {
    return readFileSync(noteOf(resolve(dataDir)), "utf8");
  } catch {
    return undefined;
  }
};

/** The replica set this server claims to be the one member of. */
export const SET_NAME = "embedded";

/** What a driver needs to connect: our set name makes it use transactions and retryable writes. */
export const socketUri = (path: string): string =>
  `mongodb://${encodeURIComponent(path)}/?directConnection=true&replicaSet=${SET_NAME}`;
